import type { Language } from './environment.ts';

/** ALFRED's receptacles and objects (Shridhar et al. 2020), as ALFWorld writes them, whether a training game has them or not. */
const receptacles =
  'armchair bathtub bathtubbasin bed cabinet cart coffeemachine coffeetable countertop desk diningtable drawer dresser ' +
  'fridge garbagecan handtowelholder laundryhamper laundryhamperlid microwave ottoman paintinghanger safe shelf ' +
  'sidetable sink sinkbasin sofa stoveburner toaster toilet toiletpaperhanger towelholder tvstand';
const objects =
  'alarmclock apple applesliced baseballbat basketball blinds book boots bowl box bread breadsliced butterknife candle ' +
  'cd cellphone chair cloth creditcard cup curtains desklamp dishsponge egg floorlamp footstool fork glassbottle ' +
  'handtowel houseplant kettle keychain knife ladle laptop lettuce lettucesliced lightswitch mirror mug newspaper ' +
  'painting pan papertowel papertowelroll pen pencil peppershaker pillow plate plunger poster pot potato potatosliced ' +
  'remotecontrol saltshaker scrubbrush showerdoor showerglass soapbar soapbottle spatula spoon spraybottle statue ' +
  'stoveknob teddybear television tennisracket tissuebox toiletpaper toiletpaperroll tomato tomatosliced towel vase ' +
  'watch wateringcan window winebottle';

/** Names and numbers are tokens of their own everywhere, because they are what a turn copies from what was seen. */
const numbers = Array.from({ length: 60 }, (_, index) => `${index + 1}`);

const task =
  'put a some clean hot cool cold heat two find and it them in on look at under the examine with your task is to';

const observed = [
  ...['.\n\nYour task is to:', ', you see a', ', you see nothing.', 'is closed.', 'is open.'],
  ...['is open. In it, you see a', 'is open. In it, you see nothing.', 'Nothing happens.'],
  ...[
    'You open the',
    'You close the',
    'You pick up the',
    'from the',
    'You put the',
    'in/on the',
    'You move the',
    'to the',
  ],
  ...[
    'You clean the',
    'You heat the',
    'You cool the',
    'using the',
    'You turn on the',
    'You turn off the',
    'You arrive at',
  ],
  ...[
    'You are carrying: a',
    'You are not carrying anything.',
    'You are facing the',
    ', and',
    '. Next to it, you see a',
  ],
  ...['. Next to it, you see nothing.', "There's nothing special about", 'This is a', 'You', 'see', 'nothing', 'of'],
  ...['You are in the middle of a room. Looking quickly around you, you see nothing.', 'normal', 'sliced'],
  ...['. In it, you see a', '. In it, you see nothing.'],
];

/** What the expert's plain voice and its actions are made of. */
const said = [
  ...['Thought:', 'Action:', '\nAction:', '.', 'go to', 'open', 'close', 'take', 'from', 'in/on', 'move', 'use'],
  ...['slice', 'inventory', 'help', 'Thought: I need a', 'Thought: I have', '. I need a', '. I will look at the'],
  ...['. There is', 'at the', ', which is at the', 'Thought: I will take', '. I will put it away in or on the'],
  ...['Thought: I do not need', ', and it is ready. Now I put it in or on the', '. Now I put it in or on the'],
  ...[
    '. Now I look at it under the',
    '. Now I clean it with the',
    '. Now I heat it with the',
    '. Now I cool it with the',
  ],
  ...['go to', 'open', 'take'].map(verb => `. I will take it.\nAction: ${verb}`),
  ...['go to', 'open', 'close', 'examine', 'take', 'put', 'move', 'clean', 'heat', 'cool', 'use', 'slice'].map(
    verb => `.\nAction: ${verb}`,
  ),
];

const room = 'You are in the middle of a room. Looking quickly around you, you see a';

/**
 * What a vocabulary for ALFWorld is made of, in its wordings of 0.3 and 0.4. Silent is what ETO leaves out too (the
 * welcome, the numbers of places to stand) and what only holds a list together.
 */
export const alfworldLanguage: Language = {
  words: [
    ...new Set([...said, ...observed, ...[task, receptacles, objects].flatMap(list => list.split(' ')), ...numbers]),
  ],
  silent: [
    '-= Welcome to TextWorld, ALFRED! =-',
    `-= Welcome to TextWorld, ALFRED! =-\n\n${room}`,
    room,
    ...Array.from({ length: 100 }, (_, place) => `You arrive at loc ${place}.`),
    ...['On the', 'The', ', a', ', and a', ',', 'In'],
  ],
};
