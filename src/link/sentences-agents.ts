// Sentences about agents, the switch, trunks and Plateau itself.
import type { AgentFact, SystemFact } from '../core/facts.js';
import type { CampaignFact } from '../core/facts-campaigns.js';
import type { ShareFlowFact } from '../core/facts-shares.js';
import type { SignFact } from '../core/facts-signs.js';
import type { SkillFact } from '../core/facts-skills.js';
import type { LeavingFact, SupervisionFlowFact } from '../core/facts-supervision.js';
import { type Sentences, told } from './told.js';
import { actorText, phoneStates } from './words.js';

export const agentSentences: Sentences<
  | Exclude<AgentFact, LeavingFact | SkillFact>
  | Exclude<SystemFact, ShareFlowFact | SupervisionFlowFact | SignFact | CampaignFact>
> = {
  'agent-logged-in': ({ agent, by }, say) => {
    const who = actorText(by);
    return told({
      en: `Agent ${say.agent(agent)} logged in (${who.en})`,
      fr: `L’agent ${say.agent(agent)} s’est connecté (${who.fr})`,
    });
  },
  'agent-logged-out': ({ agent, by }, say) => {
    const who = actorText(by);
    return told({
      en: `Agent ${say.agent(agent)} logged out (${who.en})`,
      fr: `L’agent ${say.agent(agent)} est déconnecté (${who.fr})`,
    });
  },
  'agent-ready': ({ agent, by }, say) => {
    const who = actorText(by);
    return told({
      en: `Agent ${say.agent(agent)} is ready (${who.en})`,
      fr: `L’agent ${say.agent(agent)} est prêt (${who.fr})`,
    });
  },
  'agent-not-ready': ({ agent, reason, by }, say) => {
    const who = actorText(by);
    return told({
      en: `Agent ${say.agent(agent)} is not ready: ${say.reason(reason).en} (${who.en})`,
      fr: `L’agent ${say.agent(agent)} est en pause : ${say.reason(reason).fr} (${who.fr})`,
    });
  },
  'agent-wrap-up-started': ({ agent, untilMs }, say) =>
    told({
      en: `Agent ${say.agent(agent)} is in wrap-up until ${say.clock(untilMs)}`,
      fr: `L’agent ${say.agent(agent)} est en post-appel jusqu’à ${say.clock(untilMs)}`,
    }),
  'agent-wrap-up-ended': ({ agent, by }, say) =>
    told(
      by === 'time'
        ? {
            en: `The wrap-up of agent ${say.agent(agent)} is over`,
            fr: `Le post-appel de l’agent ${say.agent(agent)} est terminé`,
          }
        : {
            en: `Agent ${say.agent(agent)} ended his wrap-up`,
            fr: `L’agent ${say.agent(agent)} a mis fin à son post-appel`,
          },
    ),
  'agent-phone-changed': ({ agent, phone }, say) =>
    told({
      en: `The phone of agent ${say.agent(agent)} is ${phoneStates[phone].en}`,
      fr: `Le poste de l’agent ${say.agent(agent)} est ${phoneStates[phone].fr}`,
    }),
  'control-started': ({ boot, revision }) =>
    told({
      en: `Plateau started (boot ${boot}, site file ${revision})`,
      fr: `Plateau a démarré (démarrage ${boot}, fichier de site ${revision})`,
    }),
  'control-stopped': ({ boot }) =>
    told({ en: `Plateau stopped (boot ${boot})`, fr: `Plateau s’est arrêté (démarrage ${boot})` }),
  'switch-connected': ({ version }) =>
    told({ en: `Connected to the switch, version ${version}`, fr: `Connecté au PBX, version ${version}` }),
  'switch-lost': ({ why }) =>
    told({
      en: `Connection to the switch lost: ${why}`,
      fr: `Connexion au PBX perdue : ${why}`,
    }),
  'site-loaded': ({ revision }) =>
    told({ en: `Site file ${revision} is in force`, fr: `Fichier de site ${revision} en vigueur` }),
  'trunk-changed': ({ trunk, inUse, usable, alarm }, say) =>
    told({
      en: `Trunk ${say.trunk(trunk)}: ${inUse} in use of ${usable} usable${alarm === null ? '' : `, alarm ${alarm}`}`,
      fr: `Faisceau ${say.trunk(trunk)} : ${inUse} voies occupées sur ${usable} utilisables${alarm === null ? '' : `, alarme ${alarm}`}`,
    }),
};
