// Names that go into a dial string. Asterisk would fork a call at `&` and take options after `@` or `/`: nothing passes that
// is not plainly one endpoint.

const oneEndpoint = /^(PJSIP|SIP|IAX2|SCCP|DAHDI|Local)\/[A-Za-z0-9_.-]+$/;
const oneLocal = /^Local\/[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+$/;
const trunkName = /^[A-Za-z0-9_.-]+$/;
const number = /^[0-9*#+]{1,40}$/;

export function isEndpoint(text: string): boolean {
  return oneEndpoint.test(text) || oneLocal.test(text);
}

/** The dial string of `dialled` on a trunk; null when a part of it is not what it should be. */
export function trunkEndpoint(
  trunk: { readonly kind: 'pjsip' | 'dahdi'; readonly endpoint: string },
  dialled: string,
): string | null {
  if (!trunkName.test(trunk.endpoint) || !number.test(dialled)) return null;
  return trunk.kind === 'pjsip' ? `PJSIP/${dialled}@${trunk.endpoint}` : `DAHDI/${trunk.endpoint}/${dialled}`;
}

/** `"Name" <number>` as Asterisk reads it back, of text that the caller's side chose. */
export function callerIdOf(name: string, callerNumber: string): string {
  const harmless = name
    .replaceAll(/[^\p{L}\p{N} .,'+-]/gu, ' ')
    .trim()
    .slice(0, 60);
  return `"${harmless}" <${callerNumber.replaceAll(/[^0-9A-Za-z*#+]/g, '').slice(0, 40)}>`;
}

/** `PJSIP/101` of the channel `PJSIP/101-0000002a`; of a Local channel without its `;1`. */
export function endpointOfChannel(name: string): string {
  const end = name.lastIndexOf('-');
  return end < 0 ? name : name.slice(0, end);
}
