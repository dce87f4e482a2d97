// To whom the caller goes, and how: of the closed lists of the site file, with who is there.
import { useState } from 'preact/hooks';
import { targetNamed } from '../../core/target-named.js';
import type { DeskCall } from './api.js';
import { DialogueFrame } from './dialogue.js';
import { type Target, targetsOf } from './find.js';
import { Notices } from './notices.js';
import { Picker } from './picker.js';
import { useLook } from './use-look.js';
import type { View } from './view.js';

type Manner = NonNullable<DeskCall['transfer']>['manner'];

const manners: readonly Manner[] = ['consultation', 'accompanied', 'blind'];

export function TransferDialogue({ view, close }: { readonly view: View; readonly close: () => void }) {
  const { words, desk, language } = view;
  const { body: targets, trouble } = useLook('targets', words);
  const [chosen, setChosen] = useState<Target | null>(null);
  const [manner, setManner] = useState<Manner>('consultation');
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (chosen === null) return;
    close();
    await view.perform({
      about: 'agent',
      command: { kind: 'transfer', manner, to: targetNamed(chosen.kind, chosen.id) },
    });
  };
  return (
    <DialogueFrame title={words.transfer.title} words={words} close={close}>
      <Notices trouble={trouble} />
      <form onSubmit={event => void submit(event)}>
        {targets === null ? (
          <p class="label">{words.transfer.loading}</p>
        ) : (
          <Picker
            label={words.transfer.to}
            targets={targetsOf(targets, { agent: desk.agent.agent, flow: desk.call?.flow ?? null }, language)}
            words={words}
            chosen={chosen}
            choose={setChosen}
          />
        )}
        <fieldset class="manners">
          <legend>{words.transfer.manner}</legend>
          {manners.map(one => (
            <label key={one}>
              <input
                type="radio"
                name="manner"
                value={one}
                checked={manner === one}
                onChange={() => setManner(one)}
              />
              {words.manners[one]}
            </label>
          ))}
          <p class="label">{words.mannerSays[manner]}</p>
        </fieldset>
        <button type="submit" class="act main" disabled={chosen === null}>
          {words.transfer.go}
          {chosen === null ? '' : ` → ${chosen.name}`}
        </button>
      </form>
    </DialogueFrame>
  );
}
