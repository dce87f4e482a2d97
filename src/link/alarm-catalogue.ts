// Each kind of alarm in words: its name, when it is raised and cleared, and what to do. README has the same as a table; a test holds
// them equal.
import type { Text } from '../base/language.js';
import type { AlarmKind, AlarmSeverity } from '../core/alarm-kinds.js';

export type AlarmAbout = {
  readonly name: Text;
  /** Its cause; how long it must last stands in the rules. */
  readonly raised: Text;
  readonly cleared: Text;
  readonly todo: Text;
};

export const alarmSeverities: Readonly<Record<AlarmSeverity, Text>> = {
  critical: { en: 'critical', fr: 'critique' },
  major: { en: 'major', fr: 'majeure' },
  minor: { en: 'minor', fr: 'mineure' },
};

const about = (name: Text, raised: Text, cleared: Text, todo: Text): AlarmAbout => ({
  ...{ name, raised, cleared, todo },
});

export const alarmCatalogue: Readonly<Record<AlarmKind, AlarmAbout>> = {
  'switch-away': about(
    { en: 'Asterisk is away', fr: 'Asterisk est absent' },
    { en: 'AMI or ARI is not connected', fr: 'l’AMI ou l’ARI n’est pas connectée' },
    { en: 'both are connected again', fr: 'les deux sont de nouveau connectées' },
    {
      en: 'Callers go to the dialplan’s fall-back. Is Asterisk running, are address and passwords in the site file right? Plateau keeps trying.',
      fr: 'Les appelants vont au repli du plan de numérotation. Asterisk tourne-t-il, l’adresse et les mots de passe du fichier de site sont-ils bons ? Plateau réessaie sans cesse.',
    },
  ),
  'store-degraded': about(
    { en: 'Journal not written', fr: 'Journal non écrit' },
    { en: 'facts do not reach the disk', fr: 'les faits n’atteignent pas le disque' },
    { en: 'they are on the disk again', fr: 'ils sont de nouveau sur le disque' },
    {
      en: 'Plateau writes what it holds as soon as it can. Do not restart it before.',
      fr: 'Plateau écrira ce qu’il retient dès que possible. Ne le redémarrez pas avant.',
    },
  ),
  'disk-reserve-spent': about(
    { en: 'Reserve given up', fr: 'Réserve cédée' },
    {
      en: 'the journal’s disk is nearly full, and the reserve has been given up for the last facts',
      fr: 'le disque du journal est presque plein, et la réserve a été cédée aux derniers faits',
    },
    {
      en: 'there is room and the reserve is there again',
      fr: 'il y a de la place et la réserve est revenue',
    },
    {
      en: 'Make room now: logs (journalctl --vacuum-size=200M), folders *.set-aside-* and old checkpoints. When it is full calls go on from memory, and a restart loses what is not on the disk.',
      fr: 'Faites de la place sans attendre : journaux système (journalctl --vacuum-size=200M), dossiers *.set-aside-*, vieilles sauvegardes. Une fois plein, les appels continuent en mémoire, et un redémarrage perd ce qui n’est pas sur le disque.',
    },
  ),
  'invariant-broken': about(
    { en: 'Fault of Plateau', fr: 'Défaut de Plateau' },
    { en: 'the floor contradicts itself', fr: 'l’état du plateau se contredit' },
    { en: 'it does not any more', fr: 'il ne se contredit plus' },
    {
      en: 'Keep the journal, report it; a restart rebuilds the state from the journal, calls go on meanwhile.',
      fr: 'Gardez le journal, signalez-le ; un redémarrage reconstruit l’état depuis le journal, les appels continuent pendant ce temps.',
    },
  ),
  'trunk-down': about(
    { en: 'Trunk down', fr: 'Faisceau coupé' },
    { en: 'no channel of the trunk is usable', fr: 'aucune voie du faisceau n’est utilisable' },
    { en: 'one is again', fr: 'une l’est de nouveau' },
    {
      en: 'Look at the line and at its card, or call the operator.',
      fr: 'Vérifiez la ligne et sa carte, ou appelez l’opérateur.',
    },
  ),
  'store-damaged': about(
    { en: 'Journal was damaged', fr: 'Journal endommagé' },
    {
      en: 'facts were found missing, or a folder had to be set aside',
      fr: 'des faits manquaient, ou un dossier a dû être mis de côté',
    },
    { en: 'plateaud has started again and found all well', fr: 'plateaud a redémarré et tout est en ordre' },
    {
      en: 'Calls go on; figures are counted from behind what is missing. Check the disk (dmesg, smartctl). To go back to a checkpoint: plateauctl restore.',
      fr: 'Les appels continuent ; les chiffres sont comptés après ce qui manque. Vérifiez le disque (dmesg, smartctl). Pour revenir à une sauvegarde : plateauctl restore.',
    },
  ),
  'disk-low': about(
    { en: 'Disk nearly full', fr: 'Disque presque plein' },
    { en: 'the journal’s disk is nearly full', fr: 'le disque du journal est presque plein' },
    { en: 'there is room again', fr: 'il y a de nouveau de la place' },
    {
      en: 'Make room: logs (journalctl --vacuum-size=200M), folders *.set-aside-* and old checkpoints.',
      fr: 'Faites de la place : journaux système (journalctl --vacuum-size=200M), dossiers *.set-aside-*, vieilles sauvegardes.',
    },
  ),
  'checkpoint-failed': about(
    { en: 'No checkpoint', fr: 'Pas de sauvegarde' },
    { en: 'the last checkpoint could not be written', fr: 'la dernière sauvegarde n’a pu être écrite' },
    { en: 'one is whole again', fr: 'une nouvelle est entière' },
    {
      en: 'Mend what it says, then: plateauctl checkpoint.',
      fr: 'Remédiez-y, puis : plateauctl checkpoint.',
    },
  ),
  'trunk-alarm': about(
    { en: 'Trunk in alarm', fr: 'Faisceau en alarme' },
    {
      en: 'the trunk is in alarm, and some of its channels are usable',
      fr: 'le faisceau est en alarme, une partie de ses voies est utilisable',
    },
    { en: 'no alarm is left, or none is usable', fr: 'plus d’alarme, ou plus aucune voie' },
    {
      en: 'Look at the line and at its card, or call the operator.',
      fr: 'Vérifiez la ligne et sa carte, ou appelez l’opérateur.',
    },
  ),
  'nobody-there': about(
    { en: 'Open without agents', fr: 'Ouvert sans agent' },
    {
      en: 'a flow is open, and no agent is logged in who may take its calls',
      fr: 'un flux est ouvert, et aucun agent connecté ne peut en prendre les appels',
    },
    { en: 'one has logged in, or the flow has closed', fr: 'un agent s’est connecté, ou le flux a fermé' },
    {
      en: 'Have an agent log in, or close the flow: plateauctl flow close FLOW --until 18:00.',
      fr: 'Faites connecter un agent, ou fermez le flux : plateauctl flow close FLUX --until 18:00.',
    },
  ),
  'service-level': about(
    { en: 'Service level under target', fr: 'Qualité de service sous l’objectif' },
    {
      en: 'of the waits that ended in the window (30m), 20 at least, fewer were in time than the flow’s target asks',
      fr: 'parmi les attentes terminées dans la fenêtre (30m), au moins 20, trop peu ont tenu l’objectif du flux',
    },
    {
      en: 'the target is met, or there are too few calls to tell',
      fr: 'l’objectif est tenu, ou il y a trop peu d’appels pour en juger',
    },
    {
      en: 'More agents for the flow (who is not ready, who could be moved?), or let partners take over earlier.',
      fr: 'Plus d’agents pour le flux (qui est en pause, qui peut y venir ?), ou laissez les partenaires prendre plus tôt.',
    },
  ),
  'directory-unreadable': about(
    { en: 'Directory unreadable', fr: 'Annuaire illisible' },
    { en: 'the directory of customers cannot be read', fr: 'l’annuaire des clients est illisible' },
    { en: 'it can be read again', fr: 'il est de nouveau lisible' },
    {
      en: 'Calls go on, without knowing who calls. Import the list again: plateauctl customers import FILE',
      fr: 'Les appels continuent, sans savoir qui appelle. Importez la liste de nouveau : plateauctl customers import FICHIER',
    },
  ),
  'crm-away': about(
    { en: 'CRM away', fr: 'CRM absent' },
    { en: 'the CRM does not answer', fr: 'le CRM ne répond pas' },
    { en: 'it answers again', fr: 'il répond de nouveau' },
    {
      en: 'Callers are looked for in the directory alone, and wait for nothing. Is customers.crm.url of the site file right? Plateau tries again by itself.',
      fr: 'Les appelants sont cherchés dans l’annuaire seul, et n’attendent rien. customers.crm.url du fichier de site est-il bon ? Plateau réessaie seul.',
    },
  ),
  'recordings-room': about(
    { en: 'Nothing is recorded', fr: 'Rien n’est enregistré' },
    { en: 'there is no room for recordings', fr: 'la place manque pour les enregistrements' },
    { en: 'there is room again', fr: 'il y a de nouveau de la place' },
    {
      en: 'Talks go on without. Make room, or keep recordings for a shorter time (recordings.keep); the folder must be writable for plateaud.',
      fr: 'Les communications continuent sans. Faites de la place, ou gardez les enregistrements moins longtemps (recordings.keep) ; plateaud doit pouvoir écrire dans ce dossier.',
    },
  ),
  'panel-away': about(
    { en: 'Panel away', fr: 'Panneau absent' },
    {
      en: 'plateau-panel has not been heard of for a minute: pages, boards and signs stand still',
      fr: 'plateau-panel ne s’est pas manifesté depuis une minute : pages, tableaux et afficheurs sont figés',
    },
    { en: 'it is back', fr: 'il est de retour' },
    {
      en: 'systemctl status plateau-panel. Calls are not touched. Where no panel is wanted any more, mute this kind.',
      fr: 'systemctl status plateau-panel. Les appels ne sont pas touchés. Si le panneau n’est plus voulu, coupez cette alarme.',
    },
  ),
  'sign-lost': about(
    { en: 'Sign lost', fr: 'Afficheur perdu' },
    { en: 'a sign cannot be reached', fr: 'un afficheur est injoignable' },
    { en: 'it is connected again', fr: 'il est de nouveau connecté' },
    {
      en: 'Check its power, its cable and the address in the site file. Plateau connects again by itself.',
      fr: 'Vérifiez son alimentation, son câble et l’adresse du fichier de site. Plateau se reconnecte seul.',
    },
  ),
  'partner-capped': about(
    { en: 'Partner at its cap', fr: 'Partenaire au plafond' },
    {
      en: 'a cap of the partner is reached: nobody more is sent there',
      fr: 'un plafond du partenaire est atteint : plus personne ne lui est envoyé',
    },
    { en: 'there is room under the cap again', fr: 'il y a de nouveau de la place sous le plafond' },
    {
      en: 'Callers wait in-house or go to the next partner. Is the cap (partners.….caps) what was agreed?',
      fr: 'Les appelants attendent en interne ou vont au partenaire suivant. Le plafond (partners.….caps) est-il celui convenu ?',
    },
  ),
  'case-without-owner': about(
    { en: 'Cases without owner', fr: 'Dossiers sans responsable' },
    { en: 'an open case is nobody’s', fr: 'un dossier ouvert n’est à personne' },
    { en: 'each has an owner', fr: 'chacun a un responsable' },
    {
      en: 'plateauctl case list shows them; plateauctl case give CASE AGENT.',
      fr: 'plateauctl case list les montre ; plateauctl case give DOSSIER AGENT.',
    },
  ),
  'call-back-late': about(
    { en: 'Promised call-back late', fr: 'Rappel promis en retard' },
    {
      en: 'the owner of a case has not made the call-back that he promised, so long after the moment as cases.callBack.late says',
      fr: 'le responsable d’un dossier n’a pas passé le rappel promis, passé le délai cases.callBack.late',
    },
    { en: 'it is made, taken back or given up', fr: 'il est passé, repris ou abandonné' },
    {
      en: 'plateauctl case list shows the moments. Give the case to an agent who is there (case give), or agree on another moment (case callback).',
      fr: 'plateauctl case list montre les heures. Confiez le dossier à un agent présent (case give), ou convenez d’une autre heure (case callback).',
    },
  ),
  'recordings-kept-late': about(
    { en: 'Recordings kept late', fr: 'Enregistrements en retard' },
    {
      en: 'recordings could not be fetched from Asterisk, encrypted or written',
      fr: 'des enregistrements n’ont pu être repris d’Asterisk, chiffrés ou écrits',
    },
    { en: 'they are kept', fr: 'ils sont gardés' },
    {
      en: 'Plateau tries again every minute. Is there room, may plateaud write to the folder, is res_ari_recordings loaded?',
      fr: 'Plateau réessaie chaque minute. Y a-t-il de la place, plateaud peut-il écrire dans le dossier, res_ari_recordings est-il chargé ?',
    },
  ),
  'recordings-failed': about(
    { en: 'Talk not recorded', fr: 'Communication non enregistrée' },
    {
      en: 'a talk of the last hour could not be recorded',
      fr: 'une communication de la dernière heure n’a pu être enregistrée',
    },
    { en: 'an hour has passed without another', fr: 'une heure est passée sans autre' },
    {
      en: 'Asterisk needs res_stasis_snoop, res_ari_recordings and a folder `recording` in its spool folder. plateauctl doctor says what is missing.',
      fr: 'Asterisk a besoin de res_stasis_snoop, de res_ari_recordings et d’un dossier `recording` dans son dossier spool. plateauctl doctor dit ce qui manque.',
    },
  ),
  'certificate-ends': about(
    { en: 'Certificate ends', fr: 'Fin du certificat' },
    {
      en: 'the certificate of the pages ends within 21 days, or has ended',
      fr: 'le certificat des pages prend fin sous 21 jours, ou est échu',
    },
    { en: 'a newer one is in its place', fr: 'un nouveau a pris sa place' },
    {
      en: 'Put the new one in the place of the files of panel.tls: it is used within a minute. Browsers refuse the pages after that day.',
      fr: 'Mettez le nouveau à la place des fichiers de panel.tls : il sert dans la minute. Passé ce jour, les navigateurs refusent les pages.',
    },
  ),
  'restart-needed': about(
    { en: 'Restart needed', fr: 'Redémarrage nécessaire' },
    {
      en: 'the section asterisk of the site file has changed: it is in force from the next start',
      fr: 'la section asterisk du fichier de site a changé : elle vaudra au prochain démarrage',
    },
    { en: 'plateaud has started again', fr: 'plateaud a redémarré' },
    {
      en: 'Restart when it suits you: systemctl restart plateaud. Talks go on, waiting callers keep their place.',
      fr: 'Redémarrez quand cela convient : systemctl restart plateaud. Les conversations continuent, chacun garde sa place.',
    },
  ),
};
