// The JSON Schema of the site file, for editors that complete and explain keys. Made from the same schemas that check the file.
import { z } from 'zod';
import { wholeSchema } from './sections.js';
import { variablePattern } from './words.js';

/** The JSON Schema as text, as it stands in `config/site.schema.json`. */
export function siteJsonSchema(): string {
  const schema = z.toJSONSchema(wholeSchema(), {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema['id'] === 'port') allowVariable(jsonSchema);
    },
  });
  const titled = {
    ...schema,
    title: 'Plateau site file',
    description: 'See config/site.yaml for an example.',
  };
  return `${JSON.stringify(titled, null, 2)}\n`;
}

/** A port may be written "${NAME:-5038}". */
function allowVariable(schema: z.core.JSONSchema.BaseSchema): void {
  const { minimum = 1, maximum = 65_535 } = schema;
  for (const key of ['type', 'minimum', 'maximum'] as const) delete schema[key];
  schema.anyOf = [
    { type: 'integer', minimum, maximum },
    { type: 'string', pattern: variablePattern.source },
  ];
}
