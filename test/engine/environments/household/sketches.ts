import type { GameSource } from '../../../../src/engine/environments/household/gameText.ts';

interface Sketch {
  readonly types?: string;
  readonly predicates: string;
  readonly actions: string;
  readonly objects: string;
  readonly init: string;
  readonly goal?: string;
  /** Template and feedback by action. */
  readonly words: Readonly<Record<string, readonly [string, string]>>;
  readonly rules?: Readonly<Record<string, readonly unknown[]>>;
}

const lists = {
  list_empty: [{ rhs: 'none' }],
  list_separator: [{ rhs: ', ' }],
  list_last_separator: [{ rhs: ', and ' }],
};

/** A game of a few lines. */
function sketch({
  types = 'thing',
  predicates,
  actions,
  objects,
  init,
  goal = '(done)',
  words,
  rules,
}: Sketch): GameSource {
  return {
    pddl_domain: `(define (domain d) (:types ${types}) (:predicates (done) ${predicates}) ${actions})`,
    pddl_problem: `(define (problem p) (:domain d) (:objects ${objects}) (:init ${init}) (:goal ${goal}))`,
    grammar: [
      `grammar :: """${JSON.stringify({ intro: [{ rhs: 'Hello.' }], ...lists, ...rules })}""";`,
      ...Object.entries(words).map(
        ([name, [template, feedback]]) => `action ${name} { template :: "${template}"; feedback :: "${feedback}"; }`,
      ),
    ].join('\n'),
  };
}

const one = (name: string, parameters: string, condition: string, effect: string) =>
  `(:action ${name} :parameters (${parameters}) :precondition ${condition} :effect ${effect})`;

/** One game for each of TextWorld's peculiarities. */
export const sketches = {
  unmentioned: sketch({
    predicates: '(here ?t - thing)',
    actions: one('touch', '?t - thing', '(here ?t)', '(done)'),
    objects: 'cup_bar_1 cup_bar_2 cup_bar_3 - thing',
    init: '(here cup_bar_1) (here cup_bar_3)',
    words: { touch: ['touch {t}', 'Yes.'] },
  }),
  basket: sketch({
    predicates: '(here ?t - thing) (held ?t - thing)',
    actions: one('take', '?t - thing', '(here ?t)', '(and (not (here ?t)) (held ?t))'),
    objects: 'a b c - thing',
    init: '(here a) (here b) (here c)',
    goal: '(held a)',
    words: { take: ['take {t}', 'Left: [{x.name | here(x:thing)}]. Held: [{x.name | held(x:thing)}].'] },
  }),
  idle: sketch({
    types: 'place',
    predicates: '(at ?p - place) (seen ?p - place) (real ?p - place)',
    actions: [
      one('go', '?p - place ?q - place', '(at ?p)', '(and (not (at ?p)) (at ?q))'),
      one('stay', '?p - place', '(at ?p)', '(at ?p)'),
      one('see', '?p - place', '(at ?p)', '(seen ?p)'),
      one('rest', '?p - place', '(or (seen ?p) (at ?p))', '(and (seen ?p))'),
    ].join('\n'),
    objects: 'x y - place',
    init: '(at x) (real x) (real y)',
    goal: '(seen y)',
    words: { go: ['go {q}', 'Gone.'], stay: ['stay', 'Stayed.'], see: ['see', 'Seen.'], rest: ['rest {p}', 'Rested.'] },
  }),
  candle: sketch({
    predicates: '(lit ?t - thing) (here ?t - thing) (wet ?t - thing)',
    actions: [
      one('light', '?t - thing', '(here ?t)', '(lit ?t)'),
      one('snuff', '?t - thing', '(here ?t)', '(and (not (lit ?t)) (not (wet ?t)) (done))'),
    ].join('\n'),
    objects: 'a b - thing',
    init: '(here a) (here b) (lit a)',
    words: { light: ['light {t}', '#dark#'], snuff: ['snuff {t}', '#dark#'] },
    rules: {
      dark: [{ rhs: '[{x.name | not_lit(x:thing)}]{#this# | !lit(t:thing)}{#wet# | not_wet(t:thing)}' }],
      this: [{ rhs: ', this too' }],
      wet: [{ rhs: ', dry' }],
    },
  }),
  switchboard: sketch({
    predicates: '(on ?t - thing) (here ?t - thing)',
    actions: [
      one('toggle', '?t - thing', '(here ?t)', '(and (when (on ?t) (not (on ?t))) (when (not (on ?t)) (on ?t)))'),
      one('use', '?t - thing', '(and (here ?t) (on ?t))', '(done)'),
    ].join('\n'),
    objects: 'a - thing',
    init: '(here a)',
    words: { toggle: ['toggle {t}', '{#yes# | on(t:thing)}{#no# | not_on(t:thing)}'], use: ['use {t}', 'Used.'] },
    rules: { yes: [{ rhs: 'on' }], no: [{ rhs: 'off' }] },
  }),
  boxes: sketch({
    types: 'box - thing thing',
    predicates: '(here ?t - thing)',
    actions: one('touch', '?t - thing', '(here ?t)', '(done)'),
    objects: 'z - thing a - box',
    init: '(here z) (here a)',
    words: { touch: ['touch {t}', '[{x.name | here(x:thing)}] - {#yes# | here(t:thing)}'] },
    rules: { yes: [{ rhs: 'here' }] },
  }),
  blanks: sketch({
    predicates: '',
    actions: one('wait', '', '()', '(done)'),
    objects: 'a - thing',
    init: '',
    words: { wait: ['wait', '#told#'] },
    rules: { told: [{ rhs: '\n\n  Time\n  passes.\n; slowly' }] },
  }),
} as const;
