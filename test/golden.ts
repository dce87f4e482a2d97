// Whole outputs, kept as files under test/golden/ so that a reviewer reads what people will read.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../test/golden/', import.meta.url));

type Comparing = {
  equal(found: string, wanted: string, message: string): boolean;
  fail(message: string): boolean;
};

/** Compares with the file of that name. With PLATEAU_WRITE_GOLDEN=1 the file is written instead: read the difference before you commit it. */
export function sameAsGolden(t: Comparing, name: string, found: string): void {
  const path = folder + name;
  if (process.env['PLATEAU_WRITE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, found);
  }
  if (!existsSync(path)) t.fail(`there is no test/golden/${name}`);
  else t.equal(found, readFileSync(path, 'utf8'), `as in test/golden/${name}`);
}
