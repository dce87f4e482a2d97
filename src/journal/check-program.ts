// A program of its own that reads a checkpoint back for the process that wrote it, says what it holds as JSON, and ends.
import { OutsideError } from '../base/errors.js';
import { readCheckpoint } from './checkpoint-file.js';

try {
  process.stdout.write(JSON.stringify(await readCheckpoint(process.argv[2] ?? '')));
} catch (error) {
  if (!(error instanceof OutsideError)) throw error;
  process.stderr.write(error.message);
  process.exitCode = 1;
}
