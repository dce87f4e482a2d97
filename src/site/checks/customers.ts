// Units, customers and screens fit the rest: teams with agents, attributes with names, addresses with what they need.
import { isCountry } from '../numbers.js';
import { type Complaint, doubtful, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import { ownUnit } from '../requirement.js';
import { fillIn, pagePlaceholders, placeholdersOf } from '../screen-page.js';
import type { CrmSection, CustomersSection } from '../sections/customers.js';
import type { Path } from '../source.js';
import { checkTexts } from '../texts-checks.js';
import { customerTexts } from '../texts-customers.js';

/** `written`: whether the file itself has something there. */
export function checkCustomers(draft: Draft, written: (path: Path) => boolean): Complaint[] {
  return [
    ...checkUnits(draft),
    ...checkOwnUnit(draft),
    ...(draft.customers === null ? [] : checkSection(draft.customers, written)),
    ...checkPage(draft),
  ];
}

function checkUnits(draft: Draft): Complaint[] {
  const found: Complaint[] = [];
  if (draft.units.names.has(ownUnit)) found.push(wrongKey(['units', ownUnit], customerTexts.ownIsTaken));
  if (!draft.sound.has('agents')) return found;
  const staffed = new Set(draft.agents.flatMap(agent => agent?.teams ?? []));
  for (const [id, { teams }] of draft.units.right)
    if (!teams.some(team => staffed.has(team)) && teams.every(team => draft.teams.names.has(team)))
      found.push(doubtful(['units', id], customerTexts.unitWithoutAgents, 'key'));
  return found;
}

function checkOwnUnit(draft: Draft): Complaint[] {
  return [...draft.flows.right].flatMap(([id, flow]) => {
    const own = flow.rings.map(({ agents }) => agents?.unit?.unit === ownUnit);
    const first = own.indexOf(true);
    if (first < 0) return [];
    if (draft.units.names.size === 0) return [];
    const path: Path = ['flows', id, 'rings', first, 'agents'];
    const leadsOn = flow.maximumWait !== undefined && flow.maximumWait.do !== 'stay';
    return own.every(Boolean) && !leadsOn ? [doubtful(path, customerTexts.onlyOwnUnit)] : [];
  });
}

const attributeName = /^[a-z][A-Za-z0-9]{0,31}$/;
/** Columns of the list that are not attributes, and words of the conditions' language. */
const reserved: readonly string[] = ['id', 'name', 'unit', 'numbers', 'known', 'in', 'true', 'false', 'null'];
const mostAttributes = 40;

function checkSection(section: CustomersSection, written: (path: Path) => boolean): Complaint[] {
  const found: Complaint[] = [];
  if (section.country === undefined) {
    if (written(['customers'])) found.push(wrongKey(['customers'], customerTexts.countryMissing));
  } else if (!isCountry(section.country))
    found.push(wrong(['customers', 'country'], customerTexts.unknownCountry(section.country)));
  const names = Object.keys(section.attributes);
  for (const name of names)
    if (!attributeName.test(name) || reserved.includes(name))
      found.push(wrongKey(['customers', 'attributes', name], customerTexts.badAttribute(name)));
  if (names.length > mostAttributes)
    found.push(wrongKey(['customers', 'attributes'], customerTexts.tooManyAttributes(mostAttributes)));
  return section.crm === undefined ? found : [...found, ...checkCrm(section.crm)];
}

const crmPlaceholders: readonly string[] = ['number', 'kind'];

function checkCrm({ url, password, passwordFile }: CrmSection): Complaint[] {
  const found = checkPlaceholders(['customers', 'crm', 'url'], url, crmPlaceholders);
  if (!placeholdersOf(url).some(({ name }) => name === 'number'))
    found.push(wrong(['customers', 'crm', 'url'], customerTexts.numberPlaceholder));
  if (!URL.canParse(fillIn(url, { number: '0', kind: '0' })))
    found.push(wrong(['customers', 'crm', 'url'], customerTexts.notAnAddress));
  if (password !== undefined && passwordFile !== undefined)
    found.push(wrongKey(['customers', 'crm', 'passwordFile'], checkTexts.passwordTwice));
  return found;
}

function checkPage({ screen, customers, sound }: Draft): Complaint[] {
  if (screen?.page === undefined || !sound.has('customers')) return [];
  const allowed = pagePlaceholders(Object.keys(customers?.attributes ?? {}));
  return checkPlaceholders(['screen', 'page'], screen.page, allowed);
}

function checkPlaceholders(path: Path, url: string, allowed: readonly string[]): Complaint[] {
  return placeholdersOf(url).flatMap(({ name, at }) =>
    allowed.includes(name)
      ? []
      : [wrong(path, { ...customerTexts.badPlaceholder(name, allowed), at, length: name.length + 2 })],
  );
}
