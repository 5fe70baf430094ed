/**
 * The rules of our own household, in the PDDL subset that TextWorld's planner-backed games use. Far smaller than
 * ALFWorld's: one kind of place, no costs, no slicing, and anything that can be carried can be washed, heated or cooled.
 */
export const domain = `(define (domain household)
 (:requirements :adl :typing)
 (:types agent location receptacle object rtype otype)
 (:predicates
  (atLocation ?a - agent ?l - location)
  (receptacleAtLocation ?r - receptacle ?l - location)
  (receptacleType ?r - receptacle ?t - rtype)
  (objectType ?o - object ?t - otype)
  (openable ?r - receptacle)
  (opened ?r - receptacle)
  (inReceptacle ?o - object ?r - receptacle)
  (pickupable ?o - object)
  (toggleable ?o - object)
  (isToggled ?o - object)
  (isClean ?o - object)
  (isHot ?o - object)
  (isCool ?o - object)
  (holds ?a - agent ?o - object)
  (holdsAny ?a - agent)
  (checkedAround ?a - agent)
  (checkedHands ?a - agent)
  (checkedReceptacle ?r - receptacle)
  (checkedObject ?o - object))

 (:action look
  :parameters (?a - agent ?l - location)
  :precondition (atLocation ?a ?l)
  :effect (checkedAround ?a))

 (:action inventory
  :parameters (?a - agent ?l - location)
  :precondition (atLocation ?a ?l)
  :effect (checkedHands ?a))

 (:action examineReceptacle
  :parameters (?a - agent ?l - location ?r - receptacle)
  :precondition (and (atLocation ?a ?l) (receptacleAtLocation ?r ?l))
  :effect (checkedReceptacle ?r))

 (:action examineObject
  :parameters (?a - agent ?o - object)
  :precondition (holds ?a ?o)
  :effect (checkedObject ?o))

 (:action GotoLocation
  :parameters (?a - agent ?lstart - location ?lend - location ?r - receptacle)
  :precondition (and (atLocation ?a ?lstart) (receptacleAtLocation ?r ?lend))
  :effect (and (not (atLocation ?a ?lstart)) (atLocation ?a ?lend)))

 (:action OpenObject
  :parameters (?a - agent ?l - location ?r - receptacle)
  :precondition (and (openable ?r) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (not (opened ?r)))
  :effect (opened ?r))

 (:action CloseObject
  :parameters (?a - agent ?l - location ?r - receptacle)
  :precondition (and (openable ?r) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (opened ?r))
  :effect (not (opened ?r)))

 (:action PickupObject
  :parameters (?a - agent ?l - location ?o - object ?r - receptacle)
  :precondition (and (pickupable ?o) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (inReceptacle ?o ?r)
   (not (holdsAny ?a)) (or (not (openable ?r)) (opened ?r)))
  :effect (and (not (inReceptacle ?o ?r)) (holds ?a ?o) (holdsAny ?a)))

 (:action PutObject
  :parameters (?a - agent ?l - location ?o - object ?r - receptacle)
  :precondition (and (holds ?a ?o) (atLocation ?a ?l) (receptacleAtLocation ?r ?l)
   (or (not (openable ?r)) (opened ?r)))
  :effect (and (inReceptacle ?o ?r) (not (holds ?a ?o)) (not (holdsAny ?a))))

 (:action CleanObject
  :parameters (?a - agent ?l - location ?r - receptacle ?o - object)
  :precondition (and (receptacleType ?r sinkType) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (holds ?a ?o))
  :effect (isClean ?o))

 (:action HeatObject
  :parameters (?a - agent ?l - location ?r - receptacle ?o - object)
  :precondition (and (receptacleType ?r microwaveType) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (holds ?a ?o))
  :effect (and (isHot ?o) (not (isCool ?o))))

 (:action CoolObject
  :parameters (?a - agent ?l - location ?r - receptacle ?o - object)
  :precondition (and (receptacleType ?r fridgeType) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (holds ?a ?o))
  :effect (and (isCool ?o) (not (isHot ?o))))

 (:action ToggleObject
  :parameters (?a - agent ?l - location ?o - object ?r - receptacle)
  :precondition (and (toggleable ?o) (atLocation ?a ?l) (receptacleAtLocation ?r ?l) (inReceptacle ?o ?r)
   (or (not (openable ?r)) (opened ?r)))
  :effect (isToggled ?o)))
`;

/**
 * The wording, as TWL2 rules without the `task` rule: bare words, no articles, no commas. A right-hand side that is all
 * white space reads as empty in TextWorld, hence the evaluated `{' '}`. A thing is called after its id, `mug 1` after
 * `mug_1`, because its name is raw in TextWorld itself and another one behind ALFWorld's demangler.
 */
const wording = {
  r: [{ rhs: "{r.id.replace('_', ' ')}" }],
  o: [{ rhs: "{o.id.replace('_', ' ')}" }],
  intro: [{ rhs: '#look#\n#task#' }],
  look: [{ rhs: 'You see [{#r# | receptacletype(r:receptacle, t:rtype)}]' }],
  contents: [
    { condition: 'openable(r:receptacle) & opened(r:receptacle)', rhs: 'In #things#' },
    { condition: 'openable(r:receptacle)', rhs: '#r# is closed' },
    { rhs: 'On #things#' },
  ],
  things: [{ rhs: '#r# you see [{#o# | inreceptacle(o:object, r:receptacle)}]' }],
  hands: [
    { condition: 'holdsany(a:agent)', rhs: 'You hold [{#o# | holds(a:agent, o:object)}]' },
    { rhs: 'You hold nothing' },
  ],
  object: [
    { condition: 'ishot(o:object)', rhs: '#o# is hot' },
    { condition: 'iscool(o:object)', rhs: '#o# is cool' },
    { condition: 'isclean(o:object)', rhs: '#o# is clean' },
    { rhs: 'You hold #o#' },
  ],
  list_empty: [{ rhs: 'nothing' }],
  list_separator: [{ rhs: "{' '}" }],
  list_last_separator: [{ rhs: "{' '}" }],
};

/** Command and feedback of each action of the domain. */
const actions: Readonly<Record<string, readonly [template: string, feedback: string]>> = {
  look: ['look', '#look#'],
  inventory: ['inventory', '#hands#'],
  examineReceptacle: ['examine #r#', '#contents#'],
  examineObject: ['examine #o#', '#object#'],
  GotoLocation: ['go to #r#', '#contents#'],
  OpenObject: ['open #r#', '#contents#'],
  CloseObject: ['close #r#', '#contents#'],
  PickupObject: ['take #o# from #r#', 'You hold #o#'],
  PutObject: ['put #o# in/on #r#', '#o# is in/on #r#'],
  CleanObject: ['clean #o# with #r#', '#o# is clean'],
  HeatObject: ['heat #o# with #r#', '#o# is hot'],
  CoolObject: ['cool #o# with #r#', '#o# is cool'],
  ToggleObject: ['use #o#', '#o# is on'],
};

/** The grammar of a game whose task reads `instruction`. */
export function grammar(instruction: string): string {
  const rules = JSON.stringify({ ...wording, task: [{ rhs: `${taskPrefix} ${instruction}` }] }, null, 1);
  const commands = Object.entries(actions).map(
    ([name, [template, feedback]]) => `action ${name} {\n template :: "${template}";\n feedback :: "${feedback}";\n}\n`,
  );
  return `grammar :: """\n${rules}\n""";\n\n${commands.join('\n')}`;
}

/** What stands before the instruction in an opening, on a line of its own, in our worlds and in ALFWorld's. */
export const taskPrefix = 'Your task is to:';
