import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileGame } from '../../../../src/engine/environments/household/game.ts';
import { parseGame } from '../../../../src/engine/environments/household/gameFile.ts';
import type { GameSource } from '../../../../src/engine/environments/household/gameText.ts';
import { HumanError } from '../../../../src/engine/problem.ts';
import { kitchen } from './kitchen.ts';

function problems(text: string) {
  const parsed = parseGame(text, 'kitchen.tw-pddl');
  return 'problems' in parsed ? parsed.problems : [];
}

/** The problems of the kitchen with one of its texts changed. */
function changed(field: keyof GameSource, from: string, to: string) {
  const source = kitchen();
  const text = String(source[field]);
  assert.equal(text.includes(from), true, from);
  return problems(JSON.stringify({ ...source, [field]: text.replace(from, to) }, null, 2));
}

test('a whole file gives its texts', () => {
  const source = { ...kitchen(), walkthrough: ['look'] };
  assert.deepEqual(parseGame(JSON.stringify(source), 'k'), { game: source });
  const { solvable, ...without } = source;
  assert.equal(solvable, true);
  assert.deepEqual(parseGame(JSON.stringify(without), 'k'), { game: without });
});

test('text that is no JSON is a problem at its place', () => {
  assert.deepEqual(problems('{"pddl_domain": "x",\n  "grammar": oops}'), [
    { file: 'kitchen.tw-pddl', line: 2, column: 14, message: 'This is not JSON; a game file is a JSON object.' },
  ]);
  assert.match(problems('[1]')[0]!.message, /must be a JSON object/);
  assert.equal(problems('').length, 1);
});

test('every missing field and every field of a wrong type is named', () => {
  const found = problems(JSON.stringify({ pddl_domain: 1, grammar: 'x', solvable: 'yes', walkthrough: [1] }, null, 2));
  assert.deepEqual(
    found.map(({ field, line, message }) => [field, line, message]),
    [
      ['pddl_domain', 2, 'This must be a text.'],
      ['pddl_problem', 1, 'This text is missing; add it to the file.'],
      ['solvable', 4, 'This must be true or false.'],
      ['walkthrough', 5, 'This must be a list of commands.'],
    ],
  );
});

test('a mistake inside a text is placed in the file, whatever is escaped before it', () => {
  const [problem, ...others] = changed('pddl_domain', '(:action look', '(:action\tpeek :precondition (lit) "x"');
  assert.equal(others.length, 0);
  assert.equal(problem!.field, 'pddl_domain');
  const text = JSON.stringify(
    {
      ...kitchen(),
      pddl_domain: kitchen().pddl_domain.replace('(:action look', '(:action\tpeek :precondition (lit) "x"'),
    },
    null,
    2,
  );
  const at = text.split('\n')[problem!.line - 1]!.slice(problem!.column! - 1);
  assert.equal(at.startsWith('(:action\\tpeek'), true, at.slice(0, 40));
  assert.match(problem!.message, /^Line 13 of this text: /);
});

const mistakes: readonly (readonly [keyof GameSource, string, string, RegExp])[] = [
  ['pddl_domain', '(define (domain kitchen)', '(define (domain kitchen', /never closed|must be a list|not supported/],
  [
    'pddl_domain',
    '(checked ?x - object))',
    '(checked ?x - object)))',
    /after the closing parenthesis|must be a list|closes nothing/,
  ],
  ['pddl_domain', '(and (checked ?l))', '(and (chekced ?l))', /"chekced" is not declared/],
  ['pddl_domain', '(and (checked ?l))', '(and (checked ?x))', /variable "\?x" is not bound/],
  ['pddl_domain', '(and (checked ?l))', '(and (checked ?l ?l))', /takes 1 arguments, here it has 2/],
  ['pddl_domain', '(:requirements', '(:derived (a) (b)) (:requirements', /":derived" is not supported/],
  ['pddl_domain', '(:action help', '(:action hulp', /grammar does not word the action "hulp"/],
  ['pddl_domain', '(opened ?r))\n', '(öffen ?r))\n', /outside ASCII/],
  ['pddl_problem', '(:domain kitchen)', '(:domain parlour)', /domain "parlour".*"kitchen"/],
  ['pddl_problem', 'Lamp_bar_1 - object', 'Lamp_bar_1 - lamp', /type "lamp", which the domain does not declare/],
  ['pddl_problem', '(openable Drawer_bar_1)', '(openable Drawer_bar_9)', /object "drawer_bar_9" is not declared/],
  ['pddl_problem', '(openable Drawer_bar_1)', '(openable)', /takes 1 arguments, here it has 0/],
  ['pddl_problem', 'Mug_bar_1 Mug_bar_2', 'Mug_bar_1 Mug_bar_1', /declared twice/],
  ['pddl_problem', '(:goal', '(:gaol', /Unexpected section ":gaol"/],
  ['grammar', 'action look {', 'action look ', /Expected "\{"/],
  ['grammar', 'template :: "look";', '', /"look" has no template/],
  ['grammar', 'template :: "look"', 'template :: look', /between quotation marks/],
  ['grammar', '"rhs": "nothing"', '"rsh": "nothing"', /"floor" has an entry without a text "rhs"|"list_empty"/],
  ['grammar', '"intro": [', '"intro": {', /not JSON/],
  ['grammar', '"intro"', '"intor"', /no rule "intro"/],
  ['grammar', 'opened(r:receptacle)"', 'opened(r:receptacle"', /Expected "\)" in the query/],
  ['grammar', '{r.name or r.id}', '{r.name ** r.id}', /not an expression/],
];

for (const [field, from, to, expected] of mistakes)
  test(`a mistake is explained: ${to.slice(0, 40)}`, () => {
    const [problem] = changed(field, from, to);
    assert.match(problem?.message ?? 'no problem', expected);
    assert.equal(problem!.field, field);
  });

test('mistakes in all three texts are reported together', () => {
  const broken = JSON.stringify({ pddl_domain: '(', grammar: 'nonsense', pddl_problem: '' });
  assert.deepEqual(
    problems(broken).map(({ field }) => field),
    ['grammar', 'pddl_domain'],
  );
  assert.throws(() => compileGame({ pddl_domain: '(', grammar: '', pddl_problem: '' }), HumanError);
});

test('a condition that would explode is refused', () => {
  const either = '(or (opened ?r) (openable ?r))';
  const [problem] = changed('pddl_domain', '(and (openable ?r)', `(and ${either.repeat(30)} (openable ?r)`);
  assert.match(problem!.message, /more than 4096 alternatives/);
  const [deep] = changed('pddl_domain', '(and (checked ?l))', `${'(and '.repeat(5000)}${')'.repeat(5000)}`);
  assert.match(deep!.message, /nested too deeply/);
});

test('more facts than numbers are refused', () => {
  const wide = `(wide ${'?a '.repeat(9)})`;
  const many = Array.from({ length: 60 }, (_, index) => `thing${index} - object`).join(' ');
  const source = kitchen();
  const [problem] = problems(
    JSON.stringify({
      ...source,
      pddl_domain: source.pddl_domain.replace('(:predicates', `(:predicates ${wide}`),
      pddl_problem: source.pddl_problem.replace('(:objects', `(:objects ${many}`),
    }),
  );
  assert.match(problem?.message ?? '', /objects are too many for predicates of 9 arguments/);
});

test('no text makes the readers throw', () => {
  const source = kitchen();
  const fields = ['pddl_domain', 'grammar', 'pddl_problem'] as const;
  const piece = fc.constantFrom(
    '(',
    ')',
    '?',
    '-',
    ';',
    '"',
    '"""',
    '{',
    '}',
    '[',
    ']',
    '#',
    '::',
    '\n',
    'not',
    'and',
    '(and)',
    '()',
    '?x',
    'forall',
    'é',
  );
  const edit = fc.record({
    field: fc.constantFrom(...fields),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(12),
    insert: fc.array(piece, { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), edits => {
      const texts: Record<string, unknown> = { ...source };
      for (const { field, at, cut, insert } of edits) {
        const text = String(texts[field]);
        const offset = Math.floor(at * text.length);
        texts[field] = text.slice(0, offset) + insert.join(' ') + text.slice(offset + cut);
      }
      const parsed = parseGame(JSON.stringify(texts), 'f');
      assert.equal(
        'game' in parsed || parsed.problems.every(({ line, message }) => line === 1 && message !== ''),
        true,
      );
    }),
    { numRuns: 300 },
  );
  fc.assert(fc.property(fc.string(), text => 'problems' in parseGame(text, 'f')));
});
