// What the doctor says about Asterisk, in English and in French.
import type { Text } from '../base/language.js';

type Say = (detail: string) => Text;

const all = (en: string, fr: string): Text => ({ en, fr });

export const texts = {
  amiWorks: all('AMI: connected and logged in.', 'AMI : connecté et identifié.'),
  linkFails: (why => all(`No connection: ${why}.`, `Pas de connexion : ${why}.`)) as Say,
  ariWorks: (version => all(`ARI: Asterisk ${version} answers.`, `ARI : Asterisk ${version} répond.`)) as Say,
  notSafe: (version =>
    all(
      `Asterisk ${version} has known holes in ARI, closed in 22.10.1.`,
      `Asterisk ${version} a des failles connues dans l’ARI, fermées en 22.10.1.`,
    )) as Say,
  upgrade: all('Install Asterisk 22.10.1 or newer.', 'Installez Asterisk 22.10.1 ou plus récent.'),
  commandsByHttp: (version =>
    all(
      `Asterisk ${version} takes commands by HTTP only: each costs about four times as much.`,
      `Asterisk ${version} ne prend les commandes que par HTTP : chacune coûte environ quatre fois plus.`,
    )) as Say,
  actionMissing: (actions =>
    all(`AMI does not allow ${actions}.`, `L’AMI n’autorise pas ${actions}.`)) as Say,
  giveRights: all(
    'In manager.conf, give the user write = call,reporting,agent, then `manager reload`.',
    'Dans manager.conf, donnez à l’utilisateur write = call,reporting,agent, puis `manager reload`.',
  ),
  tooManyRights: (actions =>
    all(
      `AMI allows ${actions}, which Plateau never uses.`,
      `L’AMI autorise ${actions}, dont Plateau ne se sert jamais.`,
    )) as Say,
  takeRights: all(
    'Take command, originate, system and config out of write in manager.conf: whoever gets the secret could dial anywhere.',
    'Retirez command, originate, system et config de write dans manager.conf : qui vole le secret appellerait où il veut.',
  ),
  ariReadOnly: all('The ARI user may only read.', 'L’utilisateur ARI ne peut que lire.'),
  ariNotReadOnly: all(
    'In ari.conf, set read_only = no for the user, then `module reload res_ari.so`.',
    'Dans ari.conf, mettez read_only = no pour l’utilisateur, puis `module reload res_ari.so`.',
  ),
  contextMissing: (contexts =>
    all(`The dialplan has no ${contexts}.`, `Le plan de numérotation n’a pas ${contexts}.`)) as Say,
  includeDialplan: all(
    'Put `#include "plateau.conf"` into extensions.conf, then `dialplan reload`.',
    'Mettez `#include "plateau.conf"` dans extensions.conf, puis `dialplan reload`.',
  ),
  dialplanNobodys: all(
    'The dialplan hands callers to nobody: they go to the fall-back.',
    'Le plan de numérotation ne confie les appels à personne : ils vont au repli.',
  ),
  startDaemon: all(
    'Start the daemon; if it runs, its log says why it is not connected.',
    'Lancez le démon ; s’il tourne, son journal dit pourquoi il n’est pas connecté.',
  ),
  dialplanOurs: (app =>
    all(
      `The dialplan hands callers to ${app}.`,
      `Le plan de numérotation confie les appels à ${app}.`,
    )) as Say,
  endpointUnknown: (names =>
    all(`Asterisk does not know ${names}.`, `Asterisk ne connaît pas ${names}.`)) as Say,
  defineEndpoint: all(
    'Compare the site file with pjsip.conf: the names must be the same.',
    'Comparez le fichier de site à pjsip.conf : les noms doivent être les mêmes.',
  ),
  endpointAway: (names =>
    all(`Not registered, or not answering: ${names}.`, `Non enregistrés, ou muets : ${names}.`)) as Say,
  lookAtEndpoint: all(
    'Check the power, the network and the password of these phones or trunks; `pjsip show endpoints` tells more.',
    'Vérifiez l’alimentation, le réseau et le mot de passe de ces postes ou trunks ; `pjsip show endpoints` en dit plus.',
  ),
  redirects: (names =>
    all(
      `Asterisk would follow redirections of ${names} by itself.`,
      `Asterisk suivrait de lui-même les renvois de ${names}.`,
    )) as Say,
  setRedirect: all(
    'In pjsip.conf set redirect_method = user: redirections then are seen and not followed.',
    'Dans pjsip.conf, mettez redirect_method = user : les renvois sont alors vus et non suivis.',
  ),
  transfers: (names =>
    all(
      `The partner’s side of ${names} may transfer callers elsewhere.`,
      `Le partenaire, sur ${names}, peut transférer les appelants ailleurs.`,
    )) as Say,
  forbidTransfers: all(
    'In pjsip.conf set allow_transfer = no on the trunks.',
    'Dans pjsip.conf, mettez allow_transfer = no sur les trunks.',
  ),
  endpointsFine: all('All phones and trunks are there.', 'Tous les postes et trunks sont là.'),
  noDahdi: (names =>
    all(
      `Asterisk has no DAHDI channels, but ${names} needs them.`,
      `Asterisk n’a aucun canal DAHDI, mais ${names} en a besoin.`,
    )) as Say,
  lookAtDahdi: all(
    'Check the card, chan_dahdi.so and chan_dahdi.conf; `dahdi show channels` tells more.',
    'Vérifiez la carte, chan_dahdi.so et chan_dahdi.conf ; `dahdi show channels` en dit plus.',
  ),
  moduleMissing: (modules => all(`Not loaded: ${modules}.`, `Non chargés : ${modules}.`)) as Say,
  loadModules: all('Load them in modules.conf.', 'Chargez-les dans modules.conf.'),
  modulesFine: all('All modules are loaded.', 'Tous les modules sont chargés.'),
  promptMissing: (prompts =>
    all(`Prompts are missing: ${prompts}.`, `Des annonces manquent : ${prompts}.`)) as Say,
  installPrompts: all(
    'Install asterisk-core-sounds of that language; callers would hear nothing.',
    'Installez asterisk-core-sounds de cette langue ; les appelants n’entendraient rien.',
  ),
  promptsFine: all('All prompts are there.', 'Toutes les annonces sont là.'),
  unasked: (what => all(`Could not be asked: ${what}.`, `N’a pas pu être demandé : ${what}.`)) as Say,
} as const;
