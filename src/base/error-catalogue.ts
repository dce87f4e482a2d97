// Every way in which the outside world fails us, and what the operator should do about it. One line a failure.
import type { Text } from './language.js';

/** What the operator should do, by error code. A code is never given a second meaning. */
export const errorCatalogue = {
  'ami-refused': {
    en: 'Nobody answers at Asterisk’s manager interface (AMI). Check that Asterisk runs, and that manager.conf has enabled = yes, this address and this port.',
    fr: 'Personne ne répond à l’interface AMI d’Asterisk. Vérifiez qu’Asterisk tourne et que manager.conf porte enabled = yes, cette adresse et ce port.',
  },
  'ami-login': {
    en: 'Asterisk’s manager interface (AMI) refuses the user or the secret. Compare manager.conf with Plateau’s settings, and check deny and permit.',
    fr: 'L’interface AMI d’Asterisk refuse l’utilisateur ou le secret. Comparez manager.conf aux réglages de Plateau ; vérifiez deny et permit.',
  },
  'ami-silent': {
    en: 'Asterisk’s manager interface (AMI) does not answer in time. Asterisk is overloaded or hangs, or the user has no right to read system events.',
    fr: 'L’interface AMI d’Asterisk ne répond pas à temps. Asterisk est surchargé ou bloqué, ou l’utilisateur n’a pas le droit read = system.',
  },
  'ami-rights': {
    en: 'Asterisk’s manager interface (AMI) refuses something that Plateau needs. In manager.conf the user needs read = call,user,system and write = call,reporting,agent.',
    fr: 'L’interface AMI d’Asterisk refuse une chose dont Plateau a besoin. Dans manager.conf, il faut à l’utilisateur read = call,user,system et write = call,reporting,agent.',
  },
  'ami-lost': {
    en: 'The connection to Asterisk’s manager interface (AMI) was cut; Plateau connects again by itself.',
    fr: 'La connexion à l’interface AMI d’Asterisk a été coupée ; Plateau se reconnecte seul.',
  },
  'ari-refused': {
    en: 'Nobody answers at Asterisk’s ARI. Check that Asterisk runs, that http.conf and ari.conf have enabled = yes, and the address and port.',
    fr: 'Personne ne répond à l’ARI d’Asterisk. Vérifiez qu’Asterisk tourne, que http.conf et ari.conf portent enabled = yes, l’adresse et le port.',
  },
  'ari-login': {
    en: 'ARI refuses the user or the password, or the user may only read. Compare ari.conf with Plateau’s settings; it needs read_only = no.',
    fr: 'L’ARI refuse l’utilisateur ou le mot de passe, ou ne lui permet que la lecture. Comparez ari.conf aux réglages de Plateau ; il faut read_only = no.',
  },
  'ari-silent': {
    en: 'ARI does not answer in time. Asterisk is overloaded or hangs; its log says more.',
    fr: 'L’ARI ne répond pas à temps. Asterisk est surchargé ou bloqué ; son journal en dit plus.',
  },
  'ari-missing': {
    en: 'Asterisk’s web server answers, but has no ARI. Load the modules res_ari_*.so and res_stasis*.so, and set enabled = yes in ari.conf.',
    fr: 'Le serveur web d’Asterisk répond, mais sans ARI. Chargez les modules res_ari_*.so et res_stasis*.so, et mettez enabled = yes dans ari.conf.',
  },
  'ari-replaced': {
    en: 'Another Plateau daemon has taken over this Asterisk. This one stands by until the other stops; run one only.',
    fr: 'Un autre Plateau a pris la main sur cet Asterisk. Celui-ci attend que l’autre s’arrête ; n’en lancez qu’un.',
  },
  'asterisk-too-old': {
    en: 'This Asterisk is too old for Plateau, which needs 20 or newer. Use 22.10.1 or newer: it also closes known holes in ARI.',
    fr: 'Cet Asterisk est trop ancien pour Plateau, qui demande la version 20 au moins. Prenez 22.10.1 ou plus : elle ferme aussi des failles connues d’ARI.',
  },
  'sign-refused': {
    en: 'The sign’s Ethernet adapter refused the connection. It takes one client at a time: close the other one, or check the port.',
    fr: 'L’adaptateur Ethernet de l’afficheur a refusé la connexion. Il n’accepte qu’un client : fermez l’autre, ou vérifiez le port.',
  },
  'sign-unreachable': {
    en: 'The sign’s Ethernet adapter does not answer. Check its power, its cable and the address in the site file.',
    fr: 'L’adaptateur Ethernet de l’afficheur ne répond pas. Vérifiez son alimentation, son câble et l’adresse du fichier de site.',
  },
  'sign-lost': {
    en: 'The connection to the sign was cut; Plateau connects again by itself. If it happens often, check the network.',
    fr: 'La connexion à l’afficheur a été coupée ; Plateau se reconnecte seul. Si cela se répète, vérifiez le réseau.',
  },
  'sign-stalled': {
    en: 'The sign’s Ethernet adapter accepts nothing any more; Plateau connects again. If it happens often, restart the adapter.',
    fr: 'L’adaptateur Ethernet de l’afficheur n’accepte plus rien ; Plateau se reconnecte. Si cela se répète, redémarrez l’adaptateur.',
  },
  'sign-silent': {
    en: 'The sign has stopped answering, although the connection to it is there. Check the power of the sign, and the cable between it and its adapter.',
    fr: 'L’afficheur ne répond plus, alors que la connexion vers lui est établie. Vérifiez l’alimentation de l’afficheur, et le câble entre lui et son adaptateur.',
  },
  'sign-port': {
    en: 'The sign’s serial port cannot be opened. Is the cable in, is the name right, may the panel’s account use it (README, serial signs), does another program have it?',
    fr: 'Le port série de l’afficheur ne peut être ouvert. Le câble est-il branché, le nom juste, le compte du panneau y a-t-il droit (README, afficheurs série), un autre programme l’occupe-t-il ?',
  },
  'sign-rejected': {
    en: 'The display refuses what is written to it. Check unit, register and columns in the site file against its manual.',
    fr: 'L’afficheur refuse ce qui lui est écrit. Comparez unit, register et columns du fichier de site avec sa notice.',
  },
  'store-locked': {
    en: 'Another process has this data folder open. Stop it first (systemctl stop plateaud), or give this one a folder of its own.',
    fr: 'Un autre processus utilise ce dossier de données. Arrêtez-le (systemctl stop plateaud), ou donnez à celui-ci un autre dossier.',
  },
  'store-damaged': {
    en: 'The database cannot be read. Plateau sets the folder aside and starts a new one; keep the old one for the support.',
    fr: 'La base de données est illisible. Plateau met le dossier de côté et en commence un autre ; gardez l’ancien pour l’assistance.',
  },
  'store-foreign': {
    en: 'The folder holds something that Plateau did not write, or a database of another kind. Check the path of the data folder.',
    fr: 'Le dossier contient autre chose qu’une base de Plateau, ou une base d’une autre sorte. Vérifiez le chemin des données.',
  },
  'disk-full': {
    en: 'The disk is full. Calls go on from memory, but a restart would lose what is not on disk: make room now.',
    fr: 'Le disque est plein. Les appels continuent en mémoire, mais un redémarrage perdrait le reste : faites de la place sans attendre.',
  },
  'store-failed': {
    en: 'The disk or the database refuses to work. Calls go on from memory; Plateau tries again by itself. Check disk and permissions.',
    fr: 'Le disque ou la base de données ne répond pas. Les appels continuent en mémoire ; Plateau réessaie seul. Vérifiez disque et droits.',
  },
  'checkpoint-bad': {
    en: 'This is not a whole checkpoint: it is damaged, cut, or another kind of file. Nothing was changed; take another checkpoint.',
    fr: 'Ce n’est pas une sauvegarde entière : elle est endommagée, coupée, ou d’une autre nature. Rien n’a été changé ; prenez-en une autre.',
  },
  'checkpoint-failed': {
    en: 'The checkpoint could not be written there. Does the folder exist, and may the account of plateaud write to it? As a service it may write outside its own folder only where ReadWritePaths= says so (systemctl edit plateaud).',
    fr: 'La sauvegarde n’a pu être écrite à cet endroit. Le dossier existe-t-il, et le compte de plateaud peut-il y écrire ? En service, il n’écrit hors de son dossier que là où ReadWritePaths= le permet (systemctl edit plateaud).',
  },
  'checkpoint-room': {
    en: 'There is no room for a checkpoint. Make room, keep fewer (journal.checkpoints in the site file), or write it to another disk with --to.',
    fr: 'Il n’y a pas assez de place pour une sauvegarde. Faites de la place, gardez-en moins (journal.checkpoints du fichier de site), ou écrivez-la ailleurs avec --to.',
  },
  'list-unreadable': {
    en: 'The list cannot be read. Is its name right, and may this account read it?',
    fr: 'La liste est illisible. Son nom est-il juste, et ce compte a-t-il le droit de la lire ?',
  },
  'users-unreadable': {
    en: 'The file of users cannot be read or written. Run plateauctl user as root or as the account of plateau-panel; a damaged file is mended by restoring it, or by deleting it and adding the users again.',
    fr: 'Le fichier des utilisateurs est illisible ou refuse l’écriture. Lancez plateauctl user en root ou sous le compte de plateau-panel ; un fichier abîmé se restaure, ou s’efface pour recréer les utilisateurs.',
  },
  'tls-unreadable': {
    en: 'The certificate or its key cannot be used: panel.tls of the site file names PEM files that the account of plateau-panel must be able to read and that belong together. Pages are not served until then.',
    fr: 'Le certificat ou sa clé est inutilisable : panel.tls du fichier de site nomme des fichiers PEM lisibles par le compte de plateau-panel et faits l’un pour l’autre. Les pages ne sont pas servies d’ici là.',
  },
  'recording-failed': {
    en: 'A recording could not be fetched from Asterisk, encrypted or written. Plateau tries again; see the alarm and the log.',
    fr: 'Un enregistrement n’a pu être repris d’Asterisk, chiffré ou écrit. Plateau réessaie ; voir l’alarme et le journal.',
  },
  'store-slow': {
    en: 'The disk takes too long. Calls do not wait for it; what is in memory is written as soon as it answers. Check the disk.',
    fr: 'Le disque est trop lent. Les appels ne l’attendent pas ; la mémoire est écrite dès qu’il répond. Vérifiez le disque.',
  },
  'socket-in-use': {
    en: 'Another plateaud is running and listens on this socket. Stop it first (systemctl stop plateaud), or give this one another --socket.',
    fr: 'Un autre plateaud tourne et écoute sur ce socket. Arrêtez-le (systemctl stop plateaud), ou donnez à celui-ci un autre --socket.',
  },
  'socket-failed': {
    en: 'The control socket cannot be made. Check that its folder exists, that this user may write there, and that the path is short.',
    fr: 'Le socket de commande ne peut être créé. Vérifiez que son dossier existe, que cet utilisateur peut y écrire, et que le chemin est court.',
  },
  'daemon-unreachable': {
    en: 'plateaud does not listen on this socket. Is it running (systemctl status plateaud)? Is the path of the socket right?',
    fr: 'plateaud n’écoute pas sur ce socket. Tourne-t-il (systemctl status plateaud) ? Le chemin du socket est-il le bon ?',
  },
  'daemon-forbidden': {
    en: 'This account may not talk to plateaud. Add it to the group plateau, or use sudo.',
    fr: 'Ce compte n’a pas le droit de parler à plateaud. Ajoutez-le au groupe plateau, ou utilisez sudo.',
  },
  'daemon-lost': {
    en: 'plateaud ended the connection. If it was not stopped on purpose, see its log (journalctl -u plateaud).',
    fr: 'plateaud a coupé la connexion. S’il n’a pas été arrêté exprès, consultez son journal (journalctl -u plateaud).',
  },
  'daemon-late': {
    en: 'plateaud does not answer in time. See its log (journalctl -u plateaud) and the load of the machine.',
    fr: 'plateaud ne répond pas à temps. Consultez son journal (journalctl -u plateaud) et la charge de la machine.',
  },
  'daemon-refused': {
    en: 'plateaud refused the request: the message says why. Are plateaud and this program of the same version?',
    fr: 'plateaud a refusé la demande : le message dit pourquoi. plateaud et ce programme sont-ils de la même version ?',
  },
} as const satisfies Record<string, Text>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof errorCatalogue;
