// The sentences of the command line, for the panel's HTTP API: a refusal and a story are told in the same words wherever they are read.
import { Names } from './ctl/names.js';
import { toldSteps } from './ctl/story.js';
import { caseRefusals } from './ctl/texts-cases.js';
import { refusalText } from './ctl/texts-supervision.js';
import { clockIn } from './ctl/times.js';
import type { Words } from './panel/api/parts.js';

export const words: Words = {
  refusal: refusalText,
  caseRefusal: (code, about) => caseRefusals[code](about),
  story: (facts, status, floor, language) =>
    toldSteps(facts, new Names(clockIn(status.zone), status, floor)).map(({ told }) => ({
      text: told.text[language],
      details: told.details.map(detail => detail[language]),
    })),
};
