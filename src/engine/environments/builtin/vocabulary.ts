import { rooms } from './rooms.ts';

/**
 * Every word and fixed phrase of the world's texts (openings, observations, the expert's thoughts, actions and the
 * frame of a turn), one token each: a text is cut into the longest entries that match, separated by single spaces, and
 * an entry that starts with a line end stands at the beginning of a line. No text of the world holds anything else.
 */
export const vocabulary: readonly string[] = [
  'Thought:',
  'Action:',
  '\nAction:',
  '\nYour task is to:',
  ...['1', '2', '3'],
  ...names(room => Object.keys(room.furniture)),
  ...names(room => Object.keys(room.places)),
  ...['go to', 'open', 'close', 'take', 'from', 'put', 'in/on', 'clean', 'heat', 'cool', 'with', 'use'],
  ...['examine', 'inventory', 'look'],
  ...[
    'On',
    'In',
    'you see',
    'You see',
    'You hold',
    'nothing',
    'is',
    'is closed',
    'hot',
    'on',
    'in',
    'Nothing happens.',
  ],
  ...['two', 'find', 'found'],
];

function names(of: (room: (typeof rooms)[string]) => readonly string[]): string[] {
  return [...new Set(Object.values(rooms).flatMap(of))].sort();
}
