import type { GameSource } from '../../../../src/engine/environments/household/gameText.ts';

/** What differs between ALFWorld 0.3 and 0.4. */
export const wordings = {
  '0.3': { arrive: 'lend', template: 'put {o} in/on {r}', feedback: 'You put the {o.name} in/on the {r.name}.' },
  '0.4': { arrive: 'r', template: 'move {o} to {r}', feedback: 'You move the {o.name} to the {r.name}.' },
} as const;

const domain = `
(define (domain kitchen) ; a corner of ALFRED's
 (:requirements :adl :typing :action-costs)
 (:types agent location receptacle object rtype otype)
 (:predicates
  (atLocation ?a - agent ?l - location) (receptacleAtLocation ?r - receptacle ?l - location)
  (objectAtLocation ?o - object ?l - location) (inReceptacle ?o - object ?r - receptacle)
  (openable ?r - receptacle) (opened ?r - receptacle) (pickupable ?o - object) (toggleable ?o - object)
  (isOn ?o - object) (isToggled ?o - object) (holds ?a - agent ?o - object) (holdsAny ?a - agent)
  (receptacleType ?r - receptacle ?t - rtype) (objectType ?o - object ?t - otype) (canContain ?rt - rtype ?ot - otype)
  (checked ?x - object))
 (:functions (total-cost) - number)
 (:action look :parameters (?a - agent ?l - location) :precondition (and (atLocation ?a ?l)) :effect (and (checked ?l)))
 (:action inventory :parameters (?a - agent) :precondition () :effect (and (checked ?a)))
 (:action help :parameters (?a - agent) :precondition () :effect (and (checked ?a)))
 (:action examineReceptacle :parameters (?a - agent ?r - receptacle)
  :precondition (and (exists (?l - location) (and (atLocation ?a ?l) (receptacleAtLocation ?r ?l))))
  :effect (and (checked ?r)))
 (:action examineObject :parameters (?a - agent ?o - object)
  :precondition (or
   (exists (?l - location, ?r - receptacle)
    (and (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (inReceptacle ?o ?r)))
   (holds ?a ?o))
  :effect (and (checked ?o)))
 (:action GotoLocation :parameters (?a - agent ?lStart - location ?lEnd - location ?r - receptacle)
  :precondition (and (atLocation ?a ?lStart) (receptacleAtLocation ?r ?lEnd))
  :effect (and (not (atLocation ?a ?lStart)) (atLocation ?a ?lEnd) (increase (total-cost) 1)))
 (:action OpenObject :parameters (?a - agent ?l - location ?r - receptacle)
  :precondition (and (openable ?r) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (not (opened ?r)))
  :effect (and (opened ?r) (increase (total-cost) 1)))
 (:action CloseObject :parameters (?a - agent ?l - location ?r - receptacle)
  :precondition (and (openable ?r) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (opened ?r))
  :effect (and (not (opened ?r)) (increase (total-cost) 1)))
 (:action PickupObject :parameters (?a - agent ?l - location ?o - object ?r - receptacle)
  :precondition (and (pickupable ?o) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (inReceptacle ?o ?r)
   (not (holdsAny ?a)) (or (not (openable ?r)) (opened ?r)))
  :effect (and (not (inReceptacle ?o ?r)) (holds ?a ?o) (holdsAny ?a) (increase (total-cost) 1)))
 (:action PutObject :parameters (?a - agent ?l - location ?o - object ?r - receptacle ?ot - otype ?rt - rtype)
  :precondition (and (holds ?a ?o) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (or (not (openable ?r)) (opened ?r))
   (objectType ?o ?ot) (receptacleType ?r ?rt) (canContain ?rt ?ot))
  :effect (and (inReceptacle ?o ?r) (objectAtLocation ?o ?l) (not (holds ?a ?o)) (not (holdsAny ?a))
   (increase (total-cost) 1)))
 (:action ToggleObject :parameters (?a - agent ?l - location ?o - object ?r - receptacle)
  :precondition (and (toggleable ?o) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (inReceptacle ?o ?r))
  :effect (and (when (isOn ?o) (not (isOn ?o))) (when (not (isOn ?o)) (isOn ?o)) (isToggled ?o)))
)`;

const problem = `
(define (problem supper) (:domain kitchen)
 (:objects agent1 - agent MugType LampType - otype ShelfType DrawerType SinkBasinType - rtype
  Mug_bar_1 Mug_bar_2 Lamp_bar_1 - object Shelf_bar_1 Drawer_bar_1 Drawer_bar_2 Sink_bar_1_bar_SinkBasin - receptacle
  loc_bar_0 loc_bar_1 loc_bar_2 loc_bar_3 - location)
 (:init (= (total-cost) 0) (atLocation agent1 loc_bar_0)
  (receptacleAtLocation Shelf_bar_1 loc_bar_1) (receptacleAtLocation Drawer_bar_1 loc_bar_2)
  (receptacleAtLocation Drawer_bar_2 loc_bar_2) (receptacleAtLocation Sink_bar_1_bar_SinkBasin loc_bar_3)
  (openable Drawer_bar_1) (openable Drawer_bar_2)
  (inReceptacle Mug_bar_1 Drawer_bar_1) (inReceptacle Mug_bar_2 Shelf_bar_1) (inReceptacle Lamp_bar_1 Shelf_bar_1)
  (objectAtLocation Mug_bar_2 loc_bar_1) (objectAtLocation Lamp_bar_1 loc_bar_1)
  (pickupable Mug_bar_1) (pickupable Mug_bar_2) (toggleable Lamp_bar_1)
  (objectType Mug_bar_1 MugType) (objectType Mug_bar_2 MugType) (objectType Lamp_bar_1 LampType)
  (receptacleType Shelf_bar_1 ShelfType) (receptacleType Drawer_bar_1 DrawerType)
  (receptacleType Drawer_bar_2 DrawerType) (receptacleType Sink_bar_1_bar_SinkBasin SinkBasinType)
  (canContain ShelfType MugType) (canContain DrawerType MugType))
 (:goal (and (exists (?r - receptacle) (exists (?o1 - object) (and
  (objectType ?o1 MugType) (receptacleType ?r DrawerType) (inReceptacle ?o1 ?r)
  (exists (?o2 - object) (and (not (= ?o1 ?o2)) (objectType ?o2 MugType) (inReceptacle ?o2 ?r)))))))))`;

const things = (query: string) => `[{o.indefinite + ' ' + o.name | ${query}}]`;
const near = 'atlocation(a:agent, l:location) & receptacleatlocation(r:receptacle, l:location)';

function rules(wording: (typeof wordings)[keyof typeof wordings]) {
  return {
    intro: [{ rhs: '#look#\n\nYour task is to: put two mug in drawer.' }],
    look: [
      { condition: near, rhs: `You are facing the [{r.name | ${near}}]. Next to it, you see #floor#.` },
      { rhs: 'You see [{#overview(r)# | receptacleatlocation(r:receptacle, l:location)}].' },
    ],
    floor: [
      {
        condition: `${near} & objectatlocation(o:object, l:location) & not_inreceptacle(o:object, r:receptacle)`,
        rhs: 'something',
      },
      { rhs: 'nothing' },
    ],
    'overview(r)': [{ rhs: '{r.indefinite} {r.name or r.id}' }],
    arrive: [{ rhs: `You arrive at {${wording.arrive}.name}. #inside#` }],
    inside: [
      {
        condition: 'openable(r:receptacle) & opened(r:receptacle)',
        rhs: `The {r.name} is open. In it, you see ${things('inreceptacle(o:object, r:receptacle)')}.`,
      },
      { condition: 'openable(r:receptacle)', rhs: 'The {r.name} is closed.' },
      { rhs: `On the {r.name}, you see ${things('inreceptacle(o:object, r:receptacle)')}.` },
    ],
    hands: [
      { condition: 'holdsany(a:agent)', rhs: `You are carrying: ${things('holds(a:agent, o:object)')}.` },
      { rhs: 'You are not carrying anything.' },
    ],
    lamp: [
      { condition: 'istoggled(o:object)', rhs: 'You turn on the {o.name}.' },
      { rhs: 'You turn off the {o.name}.' },
    ],
    help: [{ rhs: '\nAvailable commands:\n  look: look around\n' }],
    list_empty: [{ rhs: 'nothing' }],
    list_separator: [{ rhs: ', ' }],
    list_last_separator: [{ rhs: ', and ' }],
  };
}

/** A kitchen with a shelf, two drawers in one place and a sink, in the wording of one of ALFWorld's releases. */
export function kitchen(version: keyof typeof wordings = '0.3'): GameSource {
  const wording = wordings[version];
  const actions: Readonly<Record<string, readonly [template: string, feedback: string]>> = {
    look: ['look', '#look#'],
    inventory: ['inventory', '#hands#'],
    help: ['help', '#help#'],
    examineReceptacle: ['examine {r}', '#inside#'],
    examineObject: ['examine {o}', "There's nothing special about {o.name}."],
    GotoLocation: ['go to [{r.name | receptacleatlocation(r:receptacle, lend:location)}]', '#arrive#'],
    OpenObject: ['open {r}', 'You open the {r.name}. #inside#'],
    CloseObject: ['close {r}', 'You close the {r.name}.'],
    PickupObject: ['take {o} from {r}', 'You pick up the {o.name} from the {r.name}.'],
    PutObject: [wording.template, wording.feedback],
    ToggleObject: ['use {o}', '#lamp#'],
  };
  const grammar = [
    `grammar :: """${JSON.stringify(rules(wording), null, 1)}""";`,
    ...Object.entries(actions).map(
      ([name, [template, feedback]]) => `action ${name} { template :: "${template}"; feedback :: "${feedback}"; }`,
    ),
  ].join('\n');
  return { pddl_domain: domain, grammar, pddl_problem: problem, solvable: true };
}
