import { createInterface } from 'node:readline';
import type { Play } from '../engine/environments/household/play.ts';
import { print } from './output.ts';

const help = 'Type what to do. "?" lists what can be done now, "quit" leaves.';

/** Lets a person play, line by line, until they leave or the input ends. */
export async function playInTerminal(play: Play): Promise<void> {
  print(`${play.observation}\n\n${help}`);
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  lines.on('SIGINT', () => lines.close());
  lines.on('close', () => print(''));
  let steps = 0;
  lines.prompt();
  for await (const line of lines) {
    const action = line.trim();
    if (action === 'quit') break;
    if (action === '?' || (action === 'help' && !play.admissible.includes('help'))) print(play.admissible.join('\n'));
    else if (action !== '') {
      const wasWon = play.won;
      steps += 1;
      print(play.step(action).observation);
      if (play.won && !wasWon) print(`\nSolved in ${steps} ${steps === 1 ? 'step' : 'steps'}.`);
    }
    lines.prompt();
  }
  lines.close();
}
