// A notification of an offered call, outside of the page, if the agent has allowed it.
import { fill } from '../page/texts.js';
import type { DeskCall } from './api.js';
import { callerName } from './sayings.js';
import type { DeskTexts } from './texts.js';

/** Can the agent be asked, or has he answered? `impossible`: this browser, or a page in clear on the network, has none. */
export function noticeState(): 'impossible' | NotificationPermission {
  return typeof Notification === 'undefined' || !isSecureContext ? 'impossible' : Notification.permission;
}

/** Tells of it; what is returned takes it back. */
export function tellOf(call: DeskCall, words: DeskTexts, language: 'en' | 'fr'): () => void {
  if (noticeState() !== 'granted') return () => undefined;
  const who = callerName(call, words);
  const notice = new Notification(fill(words.ringing, { FLOW: call.flowName[language] }), {
    body: call.repeat ? `${who} · ${words.repeat}` : who,
    tag: call.call,
  });
  notice.onclick = () => {
    window.focus();
    notice.close();
  };
  return () => notice.close();
}
