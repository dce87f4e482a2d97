// One case: its notes, and everything that its owner can do with it.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { CaseCommand } from '../../core/case-commands.js';
import { fill } from '../page/texts.js';
import type { Case } from './api.js';
import { nameOf, stateOf } from './cases-card.js';
import { DialogueFrame } from './dialogue.js';
import { fromField, toField } from './local-time.js';
import { Notices } from './notices.js';
import type { Trouble } from './use-desk.js';
import { useLook } from './use-look.js';
import type { View } from './view.js';
import { dayAndTime } from './when.js';

type Props = {
  readonly id: string;
  readonly view: View;
  readonly trouble: Trouble | null;
  readonly close: () => void;
};

type Does = (command: CaseCommand) => Promise<boolean>;

export function CaseDialogue({ id, view, trouble, close }: Props) {
  const { words } = view;
  // Given away or closed, it is no longer his.
  const { body: one, trouble: notLoaded, refresh } = useLook(`cases/${encodeURIComponent(id)}`, words, close);
  const does: Does = async command => {
    const isDone = await view.perform({ about: 'case', command });
    if (isDone) await refresh();
    return isDone;
  };
  return (
    <DialogueFrame title={one === null ? id : `${nameOf(one)} · ${one.case}`} words={words} close={close}>
      {one === null ? (
        <>
          <p class="label">{words.connecting}…</p>
          <Notices trouble={notLoaded} />
        </>
      ) : (
        <div class="case-body">
          <CaseFacts one={one} view={view} />
          <Notices trouble={trouble ?? notLoaded} />
          <Notes one={one} view={view} does={does} />
          {one.state === 'solved' ? null : <CaseForms one={one} view={view} does={does} />}
          <CaseEnds one={one} view={view} does={does} />
        </div>
      )}
    </DialogueFrame>
  );
}

function CaseFacts({ one, view }: { readonly one: Case; readonly view: View }) {
  const { words } = view;
  const { lastCallBack, callBackAtMs, callBack, openedAtMs, customer, number } = one;
  const facts = [
    stateOf(one, view),
    fill(words.openedAt, { T: dayAndTime(openedAtMs, view) }),
    ...(callBackAtMs === null ? [] : [fill(words.callBackAt, { T: dayAndTime(callBackAtMs, view) })]),
    ...(callBack?.isLate === true ? [words.callBackLate] : []),
    ...(lastCallBack === null
      ? []
      : [fill(words.lastTry[lastCallBack.end], { T: dayAndTime(lastCallBack.atMs, view) })]),
  ];
  return (
    <p class="label">
      № {customer}
      {number === null ? '' : ` · ${number}`} · {facts.join(' · ')}
    </p>
  );
}

type PartProps = { readonly one: Case; readonly view: View; readonly does: Does };

function Notes({ one, view, does }: PartProps) {
  const { words } = view;
  return (
    <section class="notes">
      <h3>{words.notes}</h3>
      {one.notes.length === 0 ? <p class="label">{words.noNotes}</p> : null}
      <ol>
        {one.notes.map(({ atMs, by, text }) => (
          <li key={`${atMs} ${text}`}>
            <span class="label">
              {dayAndTime(atMs, view)} · {by}
            </span>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <OneLine
        id="case-note"
        label={words.addNote}
        submit={words.save}
        most={500}
        send={text => does({ kind: 'note', case: one.case, text })}
      />
    </section>
  );
}

type LineProps = {
  readonly id: string;
  readonly label: string;
  readonly submit: string;
  readonly most: number;
  readonly send: (text: string) => Promise<boolean>;
};

/** A field of one line; what was sent is gone from it. */
function OneLine({ id, label, submit, most, send }: LineProps) {
  const [text, setText] = useState('');
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() !== '' && (await send(text.trim()))) setText(now => (now === text ? '' : now));
  };
  return (
    <form class="one-line" onSubmit={event => void onSubmit(event)}>
      <Field id={id} label={label}>
        <input
          id={id}
          type="text"
          maxLength={most}
          value={text}
          onInput={event => setText(event.currentTarget.value)}
        />
      </Field>
      <button type="submit" class="act usual" disabled={text.trim() === ''}>
        {submit}
      </button>
    </form>
  );
}

type FieldProps = { readonly id: string; readonly label: string; readonly children: ComponentChildren };

const Field = ({ id, label, children }: FieldProps) => (
  <div class="field">
    <label for={id}>{label}</label>
    {children}
  </div>
);

function CaseForms({ one, view, does }: PartProps) {
  const { words, site, language } = view;
  const { case: id } = one;
  return (
    <div class="forms">
      <Field id="case-colour" label={words.colour}>
        <select
          id="case-colour"
          value={one.colour}
          onChange={event => void does({ kind: 'colour', case: id, colour: event.currentTarget.value })}
        >
          {(site?.caseColours ?? []).map(colour => (
            <option key={colour.id} value={colour.id}>
              {colour.name[language]}
            </option>
          ))}
        </select>
      </Field>
      {one.state === 'waiting' ? null : (
        <OneLine
          id="case-wait"
          label={words.waitFor}
          submit={words.waits}
          most={80}
          send={entity => does({ kind: 'wait', case: id, entity })}
        />
      )}
      <PromiseForm one={one} view={view} does={does} />
      <GiveForm one={one} view={view} does={does} />
    </div>
  );
}

const hourMs = 3_600_000;

function PromiseForm({ one, view, does }: PartProps) {
  const { words, zone, nowMs } = view;
  const [when, setWhen] = useState(() => toField(one.callBackAtMs ?? nowMs + hourMs, zone));
  const [where, setWhere] = useState('');
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const atMs = fromField(when, zone);
    if (atMs === null) return;
    await does({
      kind: 'call-back',
      case: one.case,
      atMs,
      number: where.trim() === '' ? null : where.trim(),
    });
  };
  return (
    <form class="one-line" onSubmit={event => void onSubmit(event)}>
      <Field id="case-when" label={words.when}>
        <input
          id="case-when"
          type="datetime-local"
          required
          value={when}
          min={toField(nowMs, zone)}
          onInput={event => setWhen(event.currentTarget.value)}
        />
      </Field>
      <Field id="case-where" label={words.where}>
        <input
          id="case-where"
          type="tel"
          maxLength={40}
          value={where}
          onInput={event => setWhere(event.currentTarget.value)}
        />
      </Field>
      <button type="submit" class="act usual">
        {words.promised}
      </button>
      {one.callBackAtMs === null ? null : (
        <button
          type="button"
          class="act careful"
          onClick={() => void does({ kind: 'call-back', case: one.case, atMs: null, number: null })}
        >
          {words.takeBackPromise}
        </button>
      )}
    </form>
  );
}

function GiveForm({ one, view, does }: PartProps) {
  const { words, desk } = view;
  const { body: targets, trouble } = useLook('targets', words);
  const agents = (targets?.agents ?? []).filter(({ id }) => id !== desk.agent.agent);
  const [to, setTo] = useState('');
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (to !== '') void does({ kind: 'give', case: one.case, agent: to });
  };
  return (
    <form class="one-line" onSubmit={onSubmit}>
      <Field id="case-give" label={words.giveTo}>
        <select id="case-give" value={to} onChange={event => setTo(event.currentTarget.value)}>
          <option value="">–</option>
          {agents.map(({ id, name, state }) => (
            <option key={id} value={id}>
              {name} ({words.states[state]})
            </option>
          ))}
        </select>
      </Field>
      <button type="submit" class="act usual" disabled={to === ''}>
        {words.give}
      </button>
      <Notices trouble={trouble} />
    </form>
  );
}

function CaseEnds({ one, view, does }: PartProps) {
  const { words } = view;
  const { case: id, state } = one;
  const button = (kind: 'resume' | 'solve' | 'reopen' | 'close', label: string, look: string) => (
    <button type="button" class={`act ${look}`} onClick={() => void does({ kind, case: id })}>
      {label}
    </button>
  );
  return (
    <div class="acts">
      {state === 'waiting' ? button('resume', words.goOn, 'usual') : null}
      {state === 'solved' ? button('reopen', words.reopen, 'usual') : button('solve', words.solve, 'main')}
      {state === 'solved' ? button('close', words.closeCase, 'careful') : null}
    </div>
  );
}
