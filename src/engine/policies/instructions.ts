/** The form of a turn, the same for every environment (ReAct: Yao et al. 2023). */
const form = `Play in turns. In each turn you write one thought and one action, in this form:

Thought: what you conclude from what you have seen, and what you want to do next
Action: one action, on one line

Then wait: the answer comes as a message that begins with "Observation:". Never write an observation yourself, and never more than one action a turn.`;

/** Our own worlds and ALFWorld differ in how things are put down. */
function household(putting: string): string {
  return `You are in a room and have something to do there. ${form}

These are the actions; names stand with their numbers, as in "drawer 2":
- go to {place}
- open {place}, close {place}
- take {thing} from {place}
- ${putting}
- clean {thing} with {place}, heat {thing} with {place}, cool {thing} with {place}
- use {thing}
- examine {place or thing}, inventory, look

You can carry one thing at a time. An action that is not understood, or not possible now, changes nothing and is answered with "Nothing happens."`;
}

/** What a policy is told before any task, by the environment's name. */
export const instructions: Readonly<Record<string, string>> = {
  household: household('put {thing} in/on {place}'),
  alfworld: household('move {thing} to {place}; some games want it worded put {thing} in/on {place}'),
};

/** For environments without a text of their own: the openings of their tasks have to say which actions there are. */
export const generalInstruction = `You have a task to fulfil by acting. ${form}`;
