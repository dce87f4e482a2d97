// The layers of ARCHITECTURE.md as rules. A room imports downwards only; rooms do not import each other.
const room = '^src/(engine|asterisk|campaigns|customers|journal|recordings|sim|signs|panel|users|ctl)/';

/** @type {import('dependency-cruiser').IConfiguration} */
const configuration = {
  forbidden: [
    {
      name: 'base-is-the-bottom',
      comment: 'base/ is words that every room shares: no I/O, no package, nothing above it.',
      severity: 'error',
      from: { path: '^src/base/' },
      to: { pathNot: '^src/base/' },
    },
    {
      name: 'the-core-is-pure',
      comment:
        'core/ imports base/ only: no package, no Node module, so that a clock or a socket cannot get in.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { pathNot: '^src/(core|base)/' },
    },
    {
      name: 'site-and-link-stand-on-the-core',
      comment: 'site/ and link/ know base/ and core/, not each other and not the rooms.',
      severity: 'error',
      from: { path: '^src/(site|link)/' },
      to: { path: '^src/(?!base/|core/|$1/)' },
    },
    {
      name: 'rooms-do-not-import-each-other',
      comment: 'A room talks to another one through what its entry point hands it.',
      severity: 'error',
      from: { path: room },
      to: { path: '^src/(?!base/|core/|site/|link/|$1/)' },
    },
    {
      name: 'the-product-does-not-know-the-lab',
      comment: 'lab/, test/ and bench/ import src/, never the other way round.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(lab|test|bench|scripts)/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'packages-are-declared',
      comment: 'What production imports stands in dependencies.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/panel/(page|wallboard|console|desk)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    ...[
      ['ari-client', '^src/asterisk/ari-client\\.ts$'],
      ['asterisk-manager', '^src/asterisk/asterisk-manager\\.ts$'],
      ['node-cron', '^src/engine/schedules\\.ts$'],
      ['level', '^src/journal/level\\.ts$'],
      ['libphonenumber-js', '^src/site/numbers\\.ts$'],
      ['@node-rs/argon2', '^src/users/secrets\\.ts$'],
      ['prom-client', '^src/panel/metrics\\.ts$'],
      ['pino', '^src/logging\\.ts$'],
      ['serialport', '^src/signs/serial\\.ts$'],
    ].map(([name, path]) => ({
      name: `one-file-fences-in-${name}`,
      comment: `${name} has faults: one file knows it, and cures them.`,
      severity: 'error',
      from: { path: '^src/', pathNot: path },
      to: { path: `node_modules/${name}/`, dependencyTypesNot: ['type-only'] },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
  },
};

export default configuration;
