// Sentences about what is put on the signs, with who did it.
import type { Text } from '../base/language.js';
import type { SignFact, SignId } from '../core/facts-signs.js';
import { type Sentences, told } from './told.js';
import { actorText } from './words.js';

export const signSentences: Sentences<SignFact> = {
  'sign-message-shown': ({ signs, text, untilMs, by }, say) => {
    const who = actorText(by);
    const until = say.clock(untilMs);
    return told({
      en: `${shown(signs).en}: “${text}” until ${until} (${who.en})`,
      fr: `${shown(signs).fr} : « ${text} » jusqu’à ${until} (${who.fr})`,
    });
  },
  'sign-message-ended': ({ signs, by }) => {
    const who = actorText(by);
    return told({
      en: `${shown(signs).en}: the message is taken away (${who.en})`,
      fr: `${shown(signs).fr} : message retiré (${who.fr})`,
    });
  },
  'sign-test-ordered': ({ signs, by }) => {
    const who = actorText(by);
    return told({
      en: `${shown(signs).en}: test pattern (${who.en})`,
      fr: `${shown(signs).fr} : mire (${who.fr})`,
    });
  },
  'sign-clear-ordered': ({ signs, by }) => {
    const who = actorText(by);
    return told({
      en: `${shown(signs).en}: cleared and set up again (${who.en})`,
      fr: `${shown(signs).fr} : effacé et réinitialisé (${who.fr})`,
    });
  },
};

function shown(signs: readonly SignId[]): Text {
  const names = signs.join(', ');
  return signs.length === 1
    ? { en: `Sign ${names}`, fr: `Afficheur ${names}` }
    : { en: `Signs ${names}`, fr: `Afficheurs ${names}` };
}
