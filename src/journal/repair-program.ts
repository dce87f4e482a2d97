// A program of its own that lets LevelDB repair the folder it is given: on some damage LevelDB ends the process that asked (an
// assertion on the order of keys), and that must not be the one that carries calls.
import { repairHere } from './level.js';

await repairHere(process.argv[2] ?? '');
