// Property tests, the same on every run: one seed, printed with every failure. PLATEAU_SEED tries another one.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['PLATEAU_SEED'] ?? 20_261_122) });

export { fc };
