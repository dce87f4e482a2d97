// What a ring asks of an agent, as text: `n1 >= 2 & team:paris|lyon`, `internet & unit:own`, `any`.
import type { Said } from './problem.js';
import { said } from './texts.js';

export type RequirementText = {
  /** Canonical: skills and teams sorted, one spelling; equal requirements have equal ids. */
  readonly id: string;
  readonly skills: readonly { readonly skill: string; readonly level: number; readonly at: number }[];
  readonly teams: readonly { readonly team: string; readonly at: number }[] | null;
  /** Whose teams he is in; `own`: those of the caller's unit. */
  readonly unit: { readonly unit: string; readonly at: number } | null;
};

/** The word for the unit of whoever calls; no unit can be called so. */
export const ownUnit = 'own';

type Read =
  | { readonly ok: true; readonly requirement: RequirementText }
  | { readonly ok: false; readonly said: Said };

const skillTerm = /^([a-z][a-z0-9-]*)(?: *(?:>=|≥) *([0-9]{1,2}))?$/;
const unitTerm = /^unit *: *([a-z][a-z0-9-]*)$/;
const teamTerm = /^team *: *([a-z][a-z0-9-]*(?: *\| *[a-z][a-z0-9-]*)*)$/;

/** Reads a requirement. `any` alone is met by every agent; a skill without a level by level 1. */
export function readRequirement(written: string): Read {
  const skills = new Map<string, { readonly level: number; readonly at: number }>();
  const teams: { team: string; at: number }[] = [];
  let unit: RequirementText['unit'] = null;
  let teamTerms = 0;
  let at = 0;
  for (const part of written.split('&')) {
    const term = part.trim();
    const start = at + part.indexOf(term);
    at += part.length + 1;
    const skill = skillTerm.exec(term);
    const team = teamTerm.exec(term);
    const named = unitTerm.exec(term)?.[1];
    if (named !== undefined) {
      if (unit !== null) return no(start, term, twiceUnit);
      unit = { unit: named, at: start + term.length - named.length };
    } else if (team !== null) {
      teamTerms += 1;
      if (teamTerms > 1) return no(start, term, twiceTeams);
      teams.push(...teamsOf(team[1] ?? '', start + term.length - (team[1] ?? '').length));
    } else if (skill !== null && (skill[1] !== 'any' || written.trim() === 'any')) {
      const [, name = '', digits = '1'] = skill;
      const level = Number(digits);
      if (level < 1 || level > 10) return no(start, term, badLevel);
      if (name !== 'any')
        skills.set(name, { level: Math.max(level, skills.get(name)?.level ?? 0), at: start });
    } else return no(start, term, notATerm);
  }
  return { ok: true, requirement: canonical(skills, teams, unit) };
}

function teamsOf(names: string, start: number) {
  const found: { team: string; at: number }[] = [];
  let at = start;
  for (const part of names.split('|')) {
    const team = part.trim();
    found.push({ team, at: at + part.indexOf(team) });
    at += part.length + 1;
  }
  return found;
}

function canonical(
  skills: ReadonlyMap<string, { readonly level: number; readonly at: number }>,
  teams: readonly { readonly team: string; readonly at: number }[],
  unit: RequirementText['unit'],
): RequirementText {
  const sorted = [...skills]
    .map(([skill, rest]) => ({ skill, ...rest }))
    .sort((a, b) => (a.skill < b.skill ? -1 : 1));
  const names = [...new Set(teams.map(({ team }) => team))].sort();
  const terms = sorted.map(({ skill, level }) => `${skill}>=${level}`);
  if (names.length > 0) terms.push(`team:${names.join('|')}`);
  if (unit !== null) terms.push(`unit:${unit.unit}`);
  return {
    id: terms.length === 0 ? 'any' : terms.join(' & '),
    skills: sorted,
    teams: teams.length === 0 ? null : teams,
    unit,
  };
}

type Complain = (term: string) => Said;

const form = {
  en: 'terms joined by &: a skill (`n1`), a skill and its least level (`n1 >= 2`), teams (`team:paris|lyon`), a unit (`unit:own`); or `any`',
  fr: 'des termes joints par & : une compétence (`n1`), une compétence et son niveau minimal (`n1 >= 2`), des équipes (`team:paris|lyon`), une unité (`unit:own`) ; ou `any`',
};
const notATerm: Complain = term =>
  term === ''
    ? said({ en: 'a term is missing here', fr: 'il manque un terme ici' }, form)
    : said({ en: `\`${term}\` is not a requirement`, fr: `\`${term}\` n'est pas une exigence` }, form);
const badLevel: Complain = term =>
  said({ en: `\`${term}\`: levels go from 1 to 10`, fr: `\`${term}\` : les niveaux vont de 1 à 10` });
const twiceTeams: Complain = term =>
  said(
    { en: `\`${term}\`: teams are named once`, fr: `\`${term}\` : les équipes se nomment une seule fois` },
    {
      en: 'write team:a|b for agents of either',
      fr: "écrivez team:a|b pour les agents de l'une ou de l'autre",
    },
  );

const twiceUnit: Complain = term =>
  said({ en: `\`${term}\`: a unit is named once`, fr: `\`${term}\` : l'unité se nomme une seule fois` });

function no(at: number, term: string, complain: Complain): Read {
  return { ok: false, said: { ...complain(term), at, length: Math.max(1, term.length) } };
}
