// Conditions in CEL over what is known of a call, type-checked when the site file is read. The one file that knows the CEL package.
import {
  type ASTNode,
  TypeError as CelTypeError,
  Environment,
  EvaluationError,
  ParseError,
} from '@marcbachmann/cel-js';
import type { Customer } from '../core/customers.js';
import type { Said } from './problem.js';
import type { AttributeKind } from './sections/customers.js';
import { nearest } from './suggest.js';
import { meant, said } from './texts.js';

/** The names that a condition may use. */
export type Facts = {
  readonly dialled: string;
  readonly choice: string;
  readonly caller: string;
  readonly language: string;
  readonly trunk: string;
  /** Local hour, 0 to 23. */
  readonly hour: number;
  /** Local day, `2026-11-22`. */
  readonly today: string;
  readonly customer: Customer | null;
};

/** Attributes of customers by name, as the site file declares them. */
export type Attributes = Readonly<Record<string, AttributeKind>>;

export type Condition = {
  /** Never throws: a condition that cannot be worked out does not hold. */
  readonly holds: (facts: Facts) => boolean;
  readonly usesClock: boolean;
};

type Compiled =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly said: Said };

const texts = ['dialled', 'choice', 'caller', 'language', 'trunk'] as const;

/**
 * What may be called. Not `matches`: its regular expressions can take seconds (`^(a+)+$`). Not the macros (`all`, `map` …):
 * nested, they make a short text a long computation.
 */
const functions: readonly string[] = ['startsWith', 'endsWith', 'contains', 'size'];
const customerFunctions: readonly string[] = ['has', 'daysSince'];

/** A day, by how many days ago it was: CEL has no dates without a time. */
class Day {
  readonly ago: number;
  constructor(ago: number) {
    this.ago = ago;
  }
}

/** A customer as conditions see him. What is not known of him is absent, and a condition that needs it does not hold. */
class Known {}

const celTypes: Readonly<Record<AttributeKind, string>> = {
  'yes-no': 'bool',
  number: 'double',
  date: 'Day',
  text: 'string',
};

type Vocabulary = {
  readonly environment: Environment;
  readonly names: readonly string[];
  readonly functions: readonly string[];
  readonly attributes: Attributes;
};

function vocabularyOf(attributes: Attributes | null): Vocabulary {
  const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 30 } });
  for (const name of texts) environment.registerVariable(name, 'string');
  environment.registerVariable('hour', 'int');
  const names = [...texts, 'hour'];
  if (attributes === null) return { environment, names, functions, attributes: {} };
  environment.registerType('Day', Day);
  const own = Object.entries(attributes).map(([name, kind]) => [name, celTypes[kind]] as const);
  const fields = { known: 'bool', id: 'string', name: 'string', unit: 'string', ...Object.fromEntries(own) };
  environment.registerType('Customer', { ctor: Known, fields });
  environment.registerVariable('customer', 'Customer');
  environment.registerFunction('daysSince(Day): int', (day: Day) => BigInt(day.ago));
  return {
    environment,
    names: [...names, 'customer'],
    functions: [...functions, ...customerFunctions],
    attributes,
  };
}

const dayMs = 86_400_000;

function customerSeen(customer: Customer | null, attributes: Attributes, today: string): Known {
  const { id = '', name = '', unit = null } = customer ?? {};
  const seen: Record<string, unknown> = { known: customer !== null, id, name, unit: unit ?? '' };
  for (const [attribute, kind] of Object.entries(attributes)) {
    const value = customer?.attributes[attribute];
    if (kind === 'yes-no') seen[attribute] = value === true;
    else if (kind === 'text') seen[attribute] = typeof value === 'string' ? value : '';
    else if (kind === 'number' && typeof value === 'number') seen[attribute] = value;
    else if (kind === 'date' && typeof value === 'string')
      seen[attribute] = new Day(Math.round((Date.parse(today) - Date.parse(value)) / dayMs));
  }
  return Object.assign(new Known(), seen);
}

/** Compiles conditions, or says what is wrong with one and where in its text. `null`: nothing is known of customers here. */
export function conditions(attributes: Attributes | null): (written: string) => Compiled {
  const vocabulary = vocabularyOf(attributes);
  return written => compile(written, vocabulary);
}

function compile(written: string, vocabulary: Vocabulary): Compiled {
  try {
    const parsed = vocabulary.environment.parse(written);
    const forbidden = findNode(parsed.ast, node => isForbidden(node, vocabulary.functions));
    if (forbidden !== null) return { ok: false, said: notAllowed(forbidden, vocabulary.functions) };
    const isUnknown = (node: ASTNode) => node.op === 'id' && !vocabulary.names.includes(node.args);
    const unknown = findNode(parsed.ast, isUnknown);
    if (unknown !== null) return { ok: false, said: unknownName(unknown, vocabulary.names) };
    const checked = parsed.check();
    if (!checked.valid) return { ok: false, said: fault(checked.error) };
    if (checked.type !== 'bool') return { ok: false, said: notACondition(checked.type ?? '') };
    const uses = (name: string) =>
      findNode(parsed.ast, node => node.op === 'id' && node.args === name) !== null;
    const usesCustomer = uses('customer');
    const condition = {
      holds: (facts: Facts) => holds(parsed, facts, usesCustomer ? vocabulary.attributes : null),
      usesClock: usesCustomer || uses('hour'),
    };
    return { ok: true, condition };
  } catch (error) {
    if (error instanceof ParseError || error instanceof CelTypeError || error instanceof EvaluationError)
      return { ok: false, said: fault(error) };
    throw error;
  }
}

function holds(
  parsed: (context: Record<string, unknown>) => unknown,
  { customer, today, hour, ...rest }: Facts,
  attributes: Attributes | null,
): boolean {
  try {
    // CEL's whole numbers are BigInt here: a JavaScript number would be a double, which does not compare with 8.
    const context = { ...rest, hour: BigInt(hour) };
    const seen = attributes === null ? {} : { customer: customerSeen(customer, attributes, today) };
    return parsed({ ...context, ...seen }) === true;
  } catch (error) {
    // Such as a division by nought, or a date that is not known: CEL has no value for it, so the rule does not hold.
    if (error instanceof EvaluationError || error instanceof CelTypeError) return false;
    throw error;
  }
}

function isForbidden(node: ASTNode, allowed: readonly string[]): boolean {
  return (node.op === 'call' || node.op === 'rcall') && !allowed.includes(node.args[0]);
}

/** The first node, from the left, for which `test` holds. */
function findNode(node: ASTNode, test: (node: ASTNode) => boolean): ASTNode | null {
  if (test(node)) return node;
  for (const child of childrenOf(node.args)) {
    const found = findNode(child, test);
    if (found !== null) return found;
  }
  return null;
}

function childrenOf(args: unknown): ASTNode[] {
  if (isNode(args)) return [args];
  return Array.isArray(args) ? args.flatMap(childrenOf) : [];
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value && 'range' in value;

function notAllowed(node: ASTNode, allowed: readonly string[]): Said {
  const name = node.op === 'call' || node.op === 'rcall' ? node.args[0] : '';
  return {
    ...said(
      { en: `\`${name}\` is not available here`, fr: `\`${name}\` n'est pas disponible ici` },
      {
        en: `available: ${allowed.join(', ')}, and the operators == != < <= > >= && || ! in ? :`,
        fr: `disponibles : ${allowed.join(', ')}, et les opérateurs == != < <= > >= && || ! in ? :`,
      },
    ),
    ...placeOf(node.range),
  };
}

function unknownName(node: ASTNode, names: readonly string[]): Said {
  const name = node.op === 'id' ? node.args : '';
  return {
    ...said(
      { en: `\`${name}\` is not known of a call`, fr: `\`${name}\` n'est pas connu d'un appel` },
      meant(nearest(name, names), names),
    ),
    ...placeOf(node.range),
  };
}

/** French for what the CEL reader says, by its codes; where there is none its own English stands. */
const french: Readonly<Record<string, string>> = {
  unexpected_token: 'il y a ici un mot ou un signe de trop, ou il en manque un',
  unexpected_character: "ce caractère n'a pas de sens ici",
  unterminated_string: 'il manque un guillemet fermant',
  no_such_overload: 'ces valeurs ne vont pas ensemble',
  no_such_key: "il n'y a pas d'attribut de ce nom",
};

function fault(error: ParseError | CelTypeError | EvaluationError | undefined): Said {
  const summary = error?.summary ?? '';
  const types = error?.code === 'no_such_overload' ? summary.replace(/^no such overload/, '') : '';
  const inFrench = french[error?.code ?? ''];
  return {
    ...said(
      {
        en: `this condition is wrong: ${summary}`,
        fr: `cette condition est fausse : ${inFrench === undefined ? summary : inFrench + types.replace(':', ' :')}`,
      },
      {
        en: 'texts stand between double quotes: dialled == "3204" && hour >= 8',
        fr: 'les textes sont entre guillemets droits : dialled == "3204" && hour >= 8',
      },
    ),
    ...placeOf(error?.range),
  };
}

function notACondition(type: string): Said {
  return said(
    {
      en: `this is not a condition: its value is of type ${type}`,
      fr: `ce n'est pas une condition : sa valeur est de type ${type}`,
    },
    {
      en: 'compare it with something: dialled == "3204"',
      fr: 'comparez-la à quelque chose : dialled == "3204"',
    },
  );
}

function placeOf(range: { readonly start: number; readonly end: number } | undefined) {
  return range === undefined ? {} : { at: range.start, length: Math.max(1, range.end - range.start) };
}
