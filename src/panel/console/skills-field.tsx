// What an agent can do, skill by skill: a level from 1 to 10, or not at all.
import type { Desk } from './desk.js';

/** As the site file has them. */
const levels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

type SkillsProps = {
  readonly desk: Desk;
  readonly skills: Readonly<Record<string, number>>;
  readonly change: (skills: Readonly<Record<string, number>>) => void;
};

export function SkillsField({ desk, skills, change }: SkillsProps) {
  const { site, view, words } = desk;
  const known = (site?.skills ?? []).map(({ id, name }) => ({ id, name: name[view.language] }));
  const others = Object.keys(skills)
    .filter(id => known.every(one => one.id !== id))
    .map(id => ({ id, name: id }));
  const set = (id: string, level: number) => {
    const { [id]: _, ...rest } = skills;
    change(level === 0 ? rest : { ...rest, [id]: level });
  };
  return (
    <div class="skill-levels">
      {[...known, ...others].map(({ id, name }) => (
        <label key={id} class={skills[id] === undefined ? '' : 'has'}>
          <span>{name}</span>
          <select
            value={String(skills[id] ?? 0)}
            onChange={event => set(id, Number(event.currentTarget.value))}
          >
            <option value="0">{words.noSkill}</option>
            {levels.map(level => (
              <option key={level} value={String(level)}>
                {level}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
}
