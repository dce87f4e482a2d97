// Conditions in CEL over what is known of a call, type-checked when the site file is read. The one file that knows the CEL package.
import {
  type ASTNode,
  TypeError as CelTypeError,
  Environment,
  EvaluationError,
  ParseError,
} from '@marcbachmann/cel-js';
import type { Said } from './problem.js';
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
};

export type Condition = {
  /** Never throws: a condition that cannot be worked out does not hold. */
  readonly holds: (facts: Facts) => boolean;
  readonly usesHour: boolean;
};

type Compiled =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly said: Said };

const texts = ['dialled', 'choice', 'caller', 'language', 'trunk'] as const;
const names: readonly string[] = [...texts, 'hour'];

/**
 * What may be called. Not `matches`: its regular expressions can take seconds (`^(a+)+$`). Not the macros (`all`, `map` …):
 * nested, they make a short text a long computation.
 */
const functions: readonly string[] = ['startsWith', 'endsWith', 'contains', 'size'];

const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 30 } });
for (const name of texts) environment.registerVariable(name, 'string');
environment.registerVariable('hour', 'int');

/** Compiles a condition, or says what is wrong with it and where in the text. */
export function compileCondition(written: string): Compiled {
  try {
    const parsed = environment.parse(written);
    const forbidden = findNode(parsed.ast, isForbidden);
    if (forbidden !== null) return { ok: false, said: notAllowed(forbidden) };
    const unknown = findNode(parsed.ast, node => node.op === 'id' && !names.includes(node.args));
    if (unknown !== null) return { ok: false, said: unknownName(unknown) };
    const checked = parsed.check();
    if (!checked.valid) return { ok: false, said: fault(checked.error) };
    if (checked.type !== 'bool') return { ok: false, said: notACondition(checked.type ?? '') };
    const usesHour = findNode(parsed.ast, node => node.op === 'id' && node.args === 'hour') !== null;
    return { ok: true, condition: { holds: facts => holds(parsed, facts), usesHour } };
  } catch (error) {
    if (error instanceof ParseError || error instanceof CelTypeError || error instanceof EvaluationError)
      return { ok: false, said: fault(error) };
    throw error;
  }
}

function holds(parsed: (context: Record<string, unknown>) => unknown, facts: Facts): boolean {
  try {
    // CEL's whole numbers are BigInt here: a JavaScript number would be a double, which does not compare with 8.
    return parsed({ ...facts, hour: BigInt(facts.hour) }) === true;
  } catch (error) {
    // Such as a division by nought: CEL has no value for it, so the rule does not hold.
    if (error instanceof EvaluationError || error instanceof CelTypeError) return false;
    throw error;
  }
}

function isForbidden(node: ASTNode): boolean {
  return (node.op === 'call' || node.op === 'rcall') && !functions.includes(node.args[0]);
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

function notAllowed(node: ASTNode): Said {
  const name = node.op === 'call' || node.op === 'rcall' ? node.args[0] : '';
  return {
    ...said(
      { en: `\`${name}\` is not available here`, fr: `\`${name}\` n'est pas disponible ici` },
      {
        en: `available: ${functions.join(', ')}, and the operators == != < <= > >= && || ! in ? :`,
        fr: `disponibles : ${functions.join(', ')}, et les opérateurs == != < <= > >= && || ! in ? :`,
      },
    ),
    ...placeOf(node.range),
  };
}

function unknownName(node: ASTNode): Said {
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
