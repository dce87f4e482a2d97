// The bundler takes style sheets in by being imported.
declare module '*.css';
