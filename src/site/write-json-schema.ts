// A program: writes config/site.schema.json anew (`npm run schema`). A test fails while the file is not what this writes.
import { writeFileSync } from 'node:fs';
import { siteJsonSchema } from './json-schema.js';

writeFileSync(new URL('../../../config/site.schema.json', import.meta.url), siteJsonSchema());
