// Where a customer is, for the hours at which he may be called: by what the list says, by the site file, by the country of his number.

export type ZoneRules = {
  /** The site's own. */
  readonly zone: string;
  /** The longest prefix that fits counts. */
  readonly numberZones: readonly { readonly prefix: string; readonly zone: string }[];
  /** Of a number in international form; `null`: no country has it. Empty: more than one country. */
  readonly countryOf: (number: string) => string | null;
};

/** The zone of a number, or `null`: its country has several that do not keep the same time, and the site's is none of them. */
export function zoneOf(number: string, country: string, { zone, numberZones }: ZoneRules): string | null {
  let named: { readonly prefix: string; readonly zone: string } | null = null;
  for (const one of numberZones)
    if (number.startsWith(one.prefix) && one.prefix.length > (named?.prefix.length ?? 0)) named = one;
  if (named !== null) return named.zone;
  const zones = zonesOf(country);
  const [first] = zones;
  if (first === undefined || zones.includes(zone)) return zone;
  return zones.every(other => offsets(other) === offsets(first)) ? first : null;
}

const known = new Map<string, readonly string[]>();

function zonesOf(country: string): readonly string[] {
  let zones = known.get(country);
  if (zones === undefined) {
    zones = /^[A-Z]{2}$/.test(country) ? zonesOfLocale(country) : [];
    known.set(country, zones);
  }
  return zones;
}

/** ICU's table of zones by country (ECMA-402, Intl.Locale Info), which TypeScript does not know yet. */
function zonesOfLocale(country: string): readonly string[] {
  const zones: unknown = Reflect.get(new Intl.Locale(`und-${country}`), 'timeZones');
  return Array.isArray(zones) ? zones.filter(zone => typeof zone === 'string') : [];
}

/** How far the zone is from UTC in the middle of each month of this year: two that agree in all keep the same time. */
function offsets(zone: string): string {
  const year = new Date().getUTCFullYear();
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const offset = (month: number) =>
    format.formatToParts(Date.UTC(year, month, 15)).find(({ type }) => type === 'timeZoneName')?.value;
  return Array.from({ length: 12 }, (_, month) => offset(month)).join();
}
