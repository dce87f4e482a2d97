// A program of its own: prints the public holidays of a country as JSON and ends. date-holidays costs tens of megabytes that the
// daemon would otherwise carry for good. Arguments: country, region (or empty), first year, last year.
import HolidayCalendar from 'date-holidays';

type Printed =
  | { readonly kind: 'days'; readonly days: readonly string[] }
  | { readonly kind: 'unknown-country' | 'unknown-region'; readonly known: readonly string[] };

const dayMs = 86_400_000;

function holidaysOf(country: string, region: string, firstYear: number, lastYear: number): Printed {
  const countries = new HolidayCalendar().getCountries();
  if (!Object.hasOwn(countries, country)) return { kind: 'unknown-country', known: Object.keys(countries) };
  const regions = Object.keys(new HolidayCalendar().getStates(country) ?? {});
  const state = regions.find(known => known.toLowerCase() === region.toLowerCase());
  if (region !== '' && state === undefined) return { kind: 'unknown-region', known: regions };
  const calendar = state === undefined ? new HolidayCalendar(country) : new HolidayCalendar(country, state);
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

const [country = '', region = '', firstYear = '', lastYear = ''] = process.argv.slice(2);
process.stdout.write(JSON.stringify(holidaysOf(country, region, Number(firstYear), Number(lastYear))));
