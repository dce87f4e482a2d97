// The answer to the question after the call: the dialplan says it in a user event of AMI, by which it reaches us without the caller's
// coming back to us. Who answers while we are away is not counted.
import { plainText } from '../base/plain-text.js';
import type { Input } from '../core/inputs.js';
import type { AmiMessage } from './asterisk-manager.js';

/** As in dialplan/plateau.conf. */
const eventName = 'PlateauSatisfaction';

/** Whose it is says the channel on which the dialplan runs; the core counts only whom it has asked. */
export function satisfactionOf(event: AmiMessage): Extract<Input, { type: 'satisfaction-answered' }> | null {
  if (event.get('event') !== 'UserEvent' || event.get('userevent') !== eventName) return null;
  const call = event.get('uniqueid') ?? '';
  return call === ''
    ? null
    : { type: 'satisfaction-answered', call, key: plainText(event.get('key') ?? '', 1) };
}
