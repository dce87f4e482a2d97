// Public holidays by country. The package is imported when it is needed only: it costs tens of megabytes.

export type HolidayQuestion = {
  readonly country: string;
  readonly region: string | null;
  readonly firstYear: number;
  readonly lastYear: number;
};

export type HolidayAnswer =
  /** Dates, `2026-07-14`. */
  | { readonly kind: 'days'; readonly days: readonly string[] }
  | { readonly kind: 'unknown-country' | 'unknown-region'; readonly known: readonly string[] };

const dayMs = 86_400_000;

/** The days that are public holidays in those years, the last included. */
export async function holidaysOf(question: HolidayQuestion): Promise<HolidayAnswer> {
  const { default: HolidayCalendar } = await import('date-holidays');
  const { country, firstYear, lastYear } = question;
  const countries = new HolidayCalendar().getCountries();
  if (!Object.hasOwn(countries, country)) return { kind: 'unknown-country', known: Object.keys(countries) };
  const regions = Object.keys(new HolidayCalendar().getStates(country) ?? {});
  const region = regions.find(known => known.toLowerCase() === question.region?.toLowerCase());
  if (question.region !== null && region === undefined) return { kind: 'unknown-region', known: regions };
  const calendar = region === undefined ? new HolidayCalendar(country) : new HolidayCalendar(country, region);
  const days: string[] = [];
  for (let year = firstYear; year <= lastYear; year += 1)
    for (const { date, start, end, type } of calendar.getHolidays(year)) {
      if (type !== 'public') continue;
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / dayMs));
      const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
      for (let day = 0; day < length; day += 1)
        days.push(new Date(first + day * dayMs).toISOString().slice(0, 10));
    }
  return { kind: 'days', days };
}
