// Sentences about what is asked of, recorded from and listened to in talks.
import type { Text } from '../base/language.js';
import type { Actor } from '../core/facts.js';
import type { ListeningFact, RecordingFact, SupervisionEnd } from '../core/facts-listening.js';
import type { RecordingNotice, SupervisionMode } from '../core/site.js';
import { type Sentences, told } from './told.js';
import { actorText } from './words.js';

type Words<K extends string> = Readonly<Record<K, Text>>;

const modes: Words<SupervisionMode> = {
  listen: { en: 'listens to', fr: 'écoute' },
  whisper: { en: 'listens and whispers to', fr: 'écoute et souffle à' },
  barge: { en: 'talks with both, beside', fr: 'parle aux deux, à côté de' },
};

const modeNames: Words<SupervisionMode> = {
  listen: { en: 'listen', fr: 'écoute' },
  whisper: { en: 'whisper', fr: 'aparté' },
  barge: { en: 'barge', fr: 'intervention' },
};

const notices: Words<RecordingNotice> = {
  tone: { en: 'a tone says so', fr: 'un signal sonore le dit' },
  announcement: { en: 'an announcement says so', fr: 'une annonce le dit' },
  none: { en: 'without a notice', fr: 'sans avis' },
};

const recordingEnds: Words<Extract<RecordingFact, { type: 'recording-ended' }>['because']> = {
  'talk-ended': { en: 'the talk is over', fr: 'la communication est finie' },
  stopped: { en: 'stopped', fr: 'arrêté' },
  lost: { en: 'gone while Plateau was away', fr: 'disparu pendant l’absence de Plateau' },
};

const supervisionEnds: Words<SupervisionEnd> = {
  stopped: { en: 'stopped', fr: 'arrêtée' },
  'supervisor-hung-up': { en: 'the supervisor hung up', fr: 'le superviseur a raccroché' },
  'not-answered': { en: 'his phone did not answer', fr: 'son poste n’a pas répondu' },
  'talk-ended': { en: 'the talk is over', fr: 'la communication est finie' },
  'agent-logged-out': { en: 'the agent logged out', fr: 'l’agent s’est déconnecté' },
  failed: {
    en: 'Asterisk could not let him hear the talk',
    fr: 'Asterisk n’a pu lui faire entendre la communication',
  },
  'switch-lost': {
    en: 'the connection to the switch was lost meanwhile',
    fr: 'la connexion au PBX a été perdue entre-temps',
  },
  'site-file': { en: 'the site file no longer allows it', fr: 'le fichier de site ne le permet plus' },
};

/** Who did it, in brackets; nothing where it came by itself. */
function person(by: Actor): Text {
  const who = actorText(by);
  return by.kind === 'rule' ? { en: '', fr: '' } : { en: ` (${who.en})`, fr: ` (${who.fr})` };
}

export const listeningSentences: Sentences<ListeningFact> = {
  'satisfaction-asked': ({ flow, agent }, say) =>
    told({
      en: `The caller is asked for a score from 1 to 5, for flow ${say.flow(flow).en} and agent ${say.agent(agent)}`,
      fr: `Une note de 1 à 5 est demandée à l’appelant, pour le flux ${say.flow(flow).fr} et l’agent ${say.agent(agent)}`,
    }),
  'satisfaction-given': ({ flow, agent, score }, say) =>
    told({
      en: `The caller gave ${score} of 5 to flow ${say.flow(flow).en} and agent ${say.agent(agent)}`,
      fr: `L’appelant a donné ${score} sur 5 au flux ${say.flow(flow).fr} et à l’agent ${say.agent(agent)}`,
    }),
  'recording-started': ({ recording, flow, notice, sharePercent }, say) =>
    told(
      {
        en: `The talk is recorded as ${recording}; ${notices[notice].en}`,
        fr: `La communication est enregistrée sous ${recording} ; ${notices[notice].fr}`,
      },
      [
        {
          en: `Flow ${say.flow(flow).en} records ${sharePercent} % of its talks, chosen by the id of the call`,
          fr: `Le flux ${say.flow(flow).fr} enregistre ${sharePercent} % de ses communications, choisies par l’identifiant de l’appel`,
        },
      ],
    ),
  'recording-paused': ({ recording, by }) =>
    told({
      en: `Recording ${recording} is paused (${actorText(by).en}): silence is recorded`,
      fr: `L’enregistrement ${recording} est suspendu (${actorText(by).fr}) : il reste muet`,
    }),
  'recording-resumed': ({ recording, by }) =>
    told({
      en: `Recording ${recording} goes on (${actorText(by).en})`,
      fr: `L’enregistrement ${recording} reprend (${actorText(by).fr})`,
    }),
  'recording-ended': ({ recording, because, by }) => {
    const who = person(by);
    return told({
      en: `Recording ${recording} has ended: ${recordingEnds[because].en}${who.en}`,
      fr: `L’enregistrement ${recording} est terminé : ${recordingEnds[because].fr}${who.fr}`,
    });
  },
  'recording-failed': ({ recording, because, why }) =>
    told({
      en: `Not recorded as ${recording}: ${because === 'no-room' ? 'no room left' : why}; the talk goes on`,
      fr: `Pas d’enregistrement ${recording} : ${because === 'no-room' ? 'plus de place' : why} ; la communication continue`,
    }),
  'recording-kept': ({ recording, file, bytes, encrypted }) =>
    told({
      en: `Recording ${recording} is kept ${encrypted ? 'encrypted ' : ''}as ${file} (${bytes} bytes)`,
      fr: `L’enregistrement ${recording} est conservé${encrypted ? ' chiffré' : ''} sous ${file} (${bytes} octets)`,
    }),
  'recording-missing': ({ recording, why }) =>
    told({
      en: `Recording ${recording} could not be kept: ${why}`,
      fr: `L’enregistrement ${recording} n’a pu être conservé : ${why}`,
    }),
  'recording-opened': ({ recording, by }) =>
    told({
      en: `Recording ${recording} was given out to be heard (${actorText(by).en})`,
      fr: `L’enregistrement ${recording} a été remis pour écoute (${actorText(by).fr})`,
    }),
  'recording-deleted': ({ recording }) =>
    told({
      en: `Recording ${recording} is deleted: the site keeps none for longer`,
      fr: `L’enregistrement ${recording} est supprimé : le site ne les garde pas plus longtemps`,
    }),
  'supervision-started': ({ supervisor, endpoint, agent, mode, stays, by }, say) =>
    told({
      en: `Supervisor ${supervisor} is rung at ${endpoint} to hear agent ${say.agent(agent)}: ${modeNames[mode].en}${stays ? ', for his next talks as well' : ''} (${actorText(by).en})`,
      fr: `Le superviseur ${supervisor} est appelé au ${endpoint} pour entendre l’agent ${say.agent(agent)} : ${modeNames[mode].fr}${stays ? ', aussi pour ses prochains appels' : ''} (${actorText(by).fr})`,
    }),
  'supervision-answered': ({ supervision }) =>
    told({
      en: `The supervisor's phone was answered (${supervision})`,
      fr: `Le poste du superviseur a décroché (${supervision})`,
    }),
  'supervision-joined': ({ supervisor, agent, mode }, say) =>
    told({
      en: `Supervisor ${supervisor} ${modes[mode].en} agent ${say.agent(agent)}`,
      fr: `Le superviseur ${supervisor} ${modes[mode].fr} l’agent ${say.agent(agent)}`,
    }),
  'supervision-mode-changed': ({ supervisor, mode, by }) =>
    told({
      en: `Supervisor ${supervisor} changes to ${modeNames[mode].en} (${actorText(by).en})`,
      fr: `Le superviseur ${supervisor} passe en ${modeNames[mode].fr} (${actorText(by).fr})`,
    }),
  'supervision-left': ({ supervisor, agent }, say) =>
    told({
      en: `Supervisor ${supervisor} hears agent ${say.agent(agent)} no more`,
      fr: `Le superviseur ${supervisor} n’entend plus l’agent ${say.agent(agent)}`,
    }),
  'supervision-ended': ({ supervisor, agent, because, by }, say) => {
    const who = person(by);
    return told({
      en: `Supervisor ${supervisor} no longer follows agent ${say.agent(agent)}: ${supervisionEnds[because].en}${who.en}`,
      fr: `Le superviseur ${supervisor} ne suit plus l’agent ${say.agent(agent)} : ${supervisionEnds[because].fr}${who.fr}`,
    });
  },
};
