// Sentences about campaigns, and about the customer whom an agent is shown before he is dialled.
import type { CampaignFact, PreviewFact } from '../core/facts-campaigns.js';
import { type Sentences, told } from './told.js';
import { actorText } from './words.js';

export const campaignSentences: Sentences<CampaignFact | PreviewFact> = {
  'campaign-started': ({ campaign, by }) => {
    const who = actorText(by);
    return told({
      en: `Campaign ${campaign} started (${who.en})`,
      fr: `Campagne ${campaign} lancée (${who.fr})`,
    });
  },
  'campaign-stopped': ({ campaign, by }) => {
    const who = actorText(by);
    return told(
      { en: `Campaign ${campaign} stopped (${who.en})`, fr: `Campagne ${campaign} arrêtée (${who.fr})` },
      [
        {
          en: 'Nobody is dialled for it any more; who is being called or talks is let be',
          fr: 'Plus personne n’est appelé pour elle ; les appels en cours se poursuivent',
        },
      ],
    );
  },
  'campaign-list-changed': ({ campaign, added, removed, by }) => {
    const who = actorText(by);
    return told({
      en: `List of campaign ${campaign}: ${added} added, ${removed} removed (${who.en})`,
      fr: `Liste de la campagne ${campaign} : ${added} ajouts, ${removed} retraits (${who.fr})`,
    });
  },
  'do-not-call-changed': ({ added, removed, by }) => {
    const who = actorText(by);
    return told({
      en: `Do-not-call list: ${added} added, ${removed} removed (${who.en})`,
      fr: `Liste d’opposition : ${added} ajouts, ${removed} retraits (${who.fr})`,
    });
  },
  'preview-started': ({ agent, deadlineAtMs, otherwise }, say) => {
    const until = say.clock(deadlineAtMs);
    return told(
      {
        en: `Shown to agent ${say.agent(agent)}, who accepts (1) or skips (2)`,
        fr: `Présenté à l’agent ${say.agent(agent)}, qui accepte (1) ou passe (2)`,
      },
      [
        otherwise === 'dial'
          ? { en: `At ${until} he is dialled all the same`, fr: `À ${until} il est appelé dans tous les cas` }
          : { en: `At ${until} he is skipped`, fr: `À ${until} il est passé` },
      ],
    );
  },
  'preview-ended': ({ agent, end, by }, say) => {
    const who = actorText(by);
    return end === 'accepted'
      ? told({
          en: `To be dialled for agent ${say.agent(agent)} (${who.en})`,
          fr: `À appeler pour l’agent ${say.agent(agent)} (${who.fr})`,
        })
      : told({
          en: `Skipped by agent ${say.agent(agent)} (${who.en})`,
          fr: `Passé par l’agent ${say.agent(agent)} (${who.fr})`,
        });
  },
};
