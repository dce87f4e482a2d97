// Who is on which line: the channels of each endpoint, from AMI's events and from one list at connect.
import type { AmiMessage } from './asterisk-manager.js';
import { endpointOfChannel } from './endpoints.js';

export type Line = { readonly id: string; readonly name: string; readonly ours: boolean };

export type Lines = {
  /** Takes in `Newchannel`, `Hangup` and `Rename`; names the endpoints whose lines changed. */
  readonly event: (event: AmiMessage) => readonly string[];
  /** A channel that a list shows, before any event. */
  readonly seen: (id: string, name: string, ours: boolean) => void;
  readonly of: (endpoint: string) => readonly Line[];
  /** Lines of all endpoints whose name begins so. */
  readonly beginning: (endpointPrefix: string) => readonly Line[];
};

/** `isOurs` is asked once, as a channel comes up: its leg may be out of our book before AMI speaks of its end. */
export function openLines(isOurs: (channel: string) => boolean): Lines {
  const byEndpoint = new Map<string, Map<string, Line>>();
  const put = (line: Line) => {
    const endpoint = endpointOfChannel(line.name);
    const lines = byEndpoint.get(endpoint);
    if (lines === undefined) byEndpoint.set(endpoint, new Map([[line.id, line]]));
    else lines.set(line.id, line);
    return endpoint;
  };
  const drop = (id: string, name: string) => {
    const endpoint = endpointOfChannel(name);
    const lines = byEndpoint.get(endpoint);
    lines?.delete(id);
    if (lines?.size === 0) byEndpoint.delete(endpoint);
    return endpoint;
  };
  return {
    event: event => {
      const id = event.get('uniqueid') ?? '';
      const name = event.get('channel') ?? '';
      switch (event.get('event')) {
        case 'Newchannel':
          return [put({ id, name, ours: isOurs(id) })];
        case 'Hangup':
          return [drop(id, name)];
        case 'Rename':
          return [drop(id, name), put({ id, name: event.get('newname') ?? '', ours: isOurs(id) })];
        default:
          return [];
      }
    },
    seen: (id, name, ours) => void put({ id, name, ours }),
    of: endpoint => [...(byEndpoint.get(endpoint)?.values() ?? [])],
    beginning: prefix =>
      [...byEndpoint].flatMap(([endpoint, lines]) =>
        endpoint.startsWith(prefix) ? [...lines.values()] : [],
      ),
  };
}
