// What we ask of Asterisk over ARI. Requests are plain values; two ways of sending them pass one contract suite:
// commands-websocket.ts, and commands-http.ts for an Asterisk that is too old for it.

export type AriRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /ari, without a slash in front. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Has no place in a lane's order, and must not wait for a channel that does not obey. */
  readonly isApart?: true;
};

/**
 * `unknown`: no answer in time, or the connection went; the request may have been carried out all the same.
 * `body` is the parsed JSON, `null` where there is none.
 */
export type AriAnswer =
  | { readonly known: true; readonly status: number; readonly body: unknown }
  | { readonly known: false; readonly why: string };

export type Commands = {
  /**
   * Never rejects. What is given to one lane is carried out in the order given; it does not wait for other lanes. A question (GET)
   * has no place in that order, nor has what is said to be apart: wait for the commands on whose outcome it bears.
   */
  readonly run: (lane: string, request: AriRequest) => Promise<AriAnswer>;
  readonly close: () => void;
};

export function succeeded(answer: AriAnswer): boolean {
  return answer.known && answer.status >= 200 && answer.status < 300;
}

/** The path with its query, encoded. */
export function uriOf(request: AriRequest): string {
  const query = new URLSearchParams(request.query);
  return query.size === 0 ? request.path : `${request.path}?${query}`;
}

const channel = (id: string) => `channels/${encodeURIComponent(id)}`;
const bridge = (id: string) => `bridges/${encodeURIComponent(id)}`;
const live = (name: string) => `recordings/live/${encodeURIComponent(name)}`;

export const requests = {
  info: (): AriRequest => ({ method: 'GET', path: 'asterisk/info' }),
  applications: (): AriRequest => ({ method: 'GET', path: 'applications' }),
  /** An event to `app`: what comes back proves that the event stream lives. */
  userEvent: (app: string, name: string): AriRequest => ({
    method: 'POST',
    path: `events/user/${encodeURIComponent(name)}`,
    query: { application: app },
    isApart: true,
  }),
  /** Only these types of event are sent to `app` from now on. */
  wantOnly: (app: string, types: readonly string[]): AriRequest => ({
    method: 'PUT',
    path: `applications/${encodeURIComponent(app)}/eventFilter`,
    body: { allowed: types.map(type => ({ type })) },
  }),
  subscribe: (app: string, source: string): AriRequest => ({
    method: 'POST',
    path: `applications/${encodeURIComponent(app)}/subscription`,
    query: { eventSource: source },
  }),
  unsubscribe: (app: string, source: string): AriRequest => ({
    method: 'DELETE',
    path: `applications/${encodeURIComponent(app)}/subscription`,
    query: { eventSource: source },
  }),
  channels: (): AriRequest => ({ method: 'GET', path: 'channels' }),
  channel: (id: string): AriRequest => ({ method: 'GET', path: channel(id) }),
  bridges: (): AriRequest => ({ method: 'GET', path: 'bridges' }),
  bridge: (id: string): AriRequest => ({ method: 'GET', path: bridge(id) }),
  modules: (): AriRequest => ({ method: 'GET', path: 'asterisk/modules' }),
  /** A prompt with the languages that have it. */
  sound: (name: string): AriRequest => ({ method: 'GET', path: `sounds/${encodeURIComponent(name)}` }),
  /** The settings of a PJSIP endpoint. */
  pjsipEndpoint: (name: string): AriRequest => ({
    method: 'GET',
    path: `asterisk/config/dynamic/res_pjsip/endpoint/${encodeURIComponent(name)}`,
  }),
  endpoints: (): AriRequest => ({ method: 'GET', path: 'endpoints' }),
  /** The channel, though it is up, hears it ring. */
  ringTone: (id: string): AriRequest => ({ method: 'POST', path: `${channel(id)}/ring` }),
  stopRingTone: (id: string): AriRequest => ({ method: 'DELETE', path: `${channel(id)}/ring` }),
  answer: (id: string): AriRequest => ({ method: 'POST', path: `${channel(id)}/answer` }),
  hangUp: (id: string): AriRequest => ({ method: 'DELETE', path: channel(id) }),
  setVariable: (id: string, variable: string, value: string): AriRequest => ({
    method: 'POST',
    path: `${channel(id)}/variable`,
    query: { variable, value },
  }),
  continueInDialplan: (id: string): AriRequest => ({ method: 'POST', path: `${channel(id)}/continue` }),
  move: (id: string, app: string): AriRequest => ({
    method: 'POST',
    path: `${channel(id)}/move`,
    query: { app, appArgs: 'moved' },
  }),
  music: (id: string, musicClass: string): AriRequest => ({
    method: 'POST',
    path: `${channel(id)}/moh`,
    query: { mohClass: musicClass },
  }),
  stopMusic: (id: string): AriRequest => ({ method: 'DELETE', path: `${channel(id)}/moh` }),
  /** `media` as ARI names them: `sound:beep`. */
  play: (id: string, playback: string, media: readonly string[], language: string): AriRequest => ({
    method: 'POST',
    path: `${channel(id)}/play/${encodeURIComponent(playback)}`,
    query: { media: media.join(','), lang: language },
  }),
  stopPlayback: (playback: string): AriRequest => ({
    method: 'DELETE',
    path: `playbacks/${encodeURIComponent(playback)}`,
  }),
  createBridge: (id: string): AriRequest => ({ method: 'POST', path: bridge(id), query: { type: 'mixing' } }),
  destroyBridge: (id: string): AriRequest => ({ method: 'DELETE', path: bridge(id) }),
  addToBridge: (id: string, channels: readonly string[]): AriRequest => ({
    method: 'POST',
    path: `${bridge(id)}/addChannel`,
    query: { channel: channels.join(',') },
  }),
  playOnBridge: (id: string, playback: string, media: readonly string[], language: string): AriRequest => ({
    method: 'POST',
    path: `${bridge(id)}/play/${encodeURIComponent(playback)}`,
    query: { media: media.join(','), lang: language },
  }),
  /** A channel that hears another one, and may be heard on it: `in` is what the other one says, `out` what it is told. */
  snoop: (
    id: string,
    snoop: string,
    about: {
      readonly spy: 'none' | 'in' | 'out' | 'both';
      readonly whisper: 'none' | 'out' | 'both';
      readonly app: string;
      readonly args: string;
    },
  ): AriRequest => ({
    method: 'POST',
    path: `${channel(id)}/snoop/${encodeURIComponent(snoop)}`,
    query: { spy: about.spy, whisper: about.whisper, app: about.app, appArgs: about.args },
  }),
  record: (id: string, name: string): AriRequest => ({
    method: 'POST',
    path: `${channel(id)}/record`,
    query: { name, format: 'wav', ifExists: 'overwrite' },
  }),
  muteRecording: (name: string): AriRequest => ({ method: 'POST', path: `${live(name)}/mute` }),
  unmuteRecording: (name: string): AriRequest => ({ method: 'DELETE', path: `${live(name)}/mute` }),
  stopRecording: (name: string): AriRequest => ({ method: 'POST', path: `${live(name)}/stop` }),
  /** `originator`: the channel for whose sake it is called; null: nobody's. `args`: with which it comes to the app. */
  originate: (leg: {
    readonly id: string;
    readonly endpoint: string;
    readonly app: string;
    readonly args: string;
    /** `null`: nobody is on the line yet. */
    readonly originator: string | null;
    readonly callerId: string;
    readonly timeoutSeconds: number;
    readonly variables: Readonly<Record<string, string>>;
  }): AriRequest => ({
    method: 'POST',
    path: channel(leg.id),
    query: {
      endpoint: leg.endpoint,
      app: leg.app,
      appArgs: leg.args,
      ...(leg.originator === null ? {} : { originator: leg.originator }),
      callerId: leg.callerId,
      timeout: String(leg.timeoutSeconds),
    },
    body: { variables: leg.variables },
  }),
};
