import t from 'tap';
import { givenAsterisk, givenCaller, givenPhone, givenPlateau, labSkip, until } from '../../lab/given.js';

const site = `
site: { name: Test, zone: Europe/Paris, languages: [fr, en], wrapUp: 0s }
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
skills:
  n1: { en: Level 1, fr: Niveau 1 }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { n1: 2 } }
  - { phone: PJSIP/102, name: Bruno, skills: { n1: 1 } }
flows:
  n1:
    name: { en: Level 1, fr: Niveau 1 }
    rings:
      - { at: 0s, agents: n1 >= 2 }
      - { at: 3s, agents: n1 }
`;
const extensions = `
[from-operator]
exten => 5001,1,Goto(plateau-queue,n1,1)
`;
const skip = await labSkip();

t.test(
  'a call from the trunk goes to the agent who has the skill, and ends when he hangs up',
  { skip },
  async t => {
    const asterisk = await givenAsterisk(t, { extensions });
    const phone = await givenPhone(t, asterisk, { id: '101' }, { kind: 'rings' });
    await givenPhone(t, asterisk, { id: '102' }, { kind: 'rings' });
    const plateau = await givenPlateau(t, asterisk, { site });
    await plateau.logIn('101', '102');
    const caller = await givenCaller(t, asterisk, { number: '5001' });
    await until('the phone of 101 rings', () => phone.calls().length > 0);
    await phone.answer();
    await until('they talk', () => plateau.told('call-bridged').length === 1);
    t.strictSame(
      plateau.told('call-answered').map(fact => fact.agent),
      ['101'],
    );
    await phone.hangUp();
    await until('the call has its end', () => plateau.told('call-ended').length === 1);
    t.strictSame(plateau.told('call-returned').length, 0);
    await until('the caller was hung up', () => caller.calls()[0]?.end !== undefined);
  },
);
