import type { Rank } from './plan.ts';

/**
 * Where ALFWorld's objects are found: for each kind, the kinds of receptacles in the order in which a search should try
 * them, by objects found a step over the starts of ALFWorld's 3,554 training games (a closed receptacle costs two steps).
 */
const likely: Readonly<Record<string, string>> = {
  alarmclock: 'desk sidetable dresser diningtable shelf',
  apple: 'sidetable diningtable garbagecan countertop sinkbasin fridge microwave',
  book: 'bed desk coffeetable dresser diningtable armchair sidetable sofa cabinet shelf drawer',
  bowl: 'desk diningtable dresser tvstand countertop shelf sidetable fridge sinkbasin microwave cabinet',
  box: 'sofa coffeetable diningtable tvstand dresser sidetable cabinet armchair',
  bread: 'diningtable countertop garbagecan fridge microwave',
  butterknife: 'countertop diningtable sidetable sinkbasin drawer',
  candle: 'countertop toilet sidetable shelf dresser cabinet drawer',
  cd: 'diningtable desk dresser sidetable armchair garbagecan cabinet shelf drawer safe',
  cellphone: 'coffeetable desk bed dresser diningtable armchair sofa sidetable shelf safe drawer cabinet',
  cloth: 'bathtubbasin countertop dresser cart shelf cabinet toilet sinkbasin drawer',
  creditcard: 'dresser tvstand desk countertop sidetable diningtable coffeetable sofa armchair shelf drawer',
  cup: 'diningtable countertop fridge sinkbasin sidetable shelf microwave cabinet',
  desklamp: 'dresser sidetable desk coffeetable shelf',
  dishsponge: 'diningtable countertop bathtubbasin toilet cart shelf garbagecan sinkbasin drawer cabinet',
  egg: 'diningtable sidetable sinkbasin countertop garbagecan fridge microwave',
  fork: 'diningtable countertop sidetable drawer',
  glassbottle: 'diningtable countertop sinkbasin garbagecan shelf fridge cabinet',
  handtowel: 'handtowelholder countertop',
  kettle: 'diningtable countertop stoveburner sinkbasin cabinet',
  keychain: 'coffeetable diningtable sidetable dresser tvstand desk armchair ottoman safe sofa shelf drawer cabinet',
  knife: 'diningtable countertop sidetable drawer',
  ladle: 'diningtable countertop cabinet drawer',
  laptop: 'bed sofa countertop diningtable coffeetable desk dresser sidetable armchair',
  lettuce: 'diningtable sidetable countertop fridge garbagecan sinkbasin',
  mug: 'desk coffeemachine diningtable sidetable countertop dresser sinkbasin fridge shelf microwave cabinet',
  newspaper: 'diningtable dresser coffeetable sofa tvstand sidetable armchair shelf ottoman drawer',
  pan: 'stoveburner countertop fridge diningtable cabinet',
  pen: 'diningtable coffeetable countertop desk dresser sidetable shelf garbagecan drawer',
  pencil: 'diningtable dresser desk sidetable shelf garbagecan drawer',
  peppershaker: 'diningtable countertop shelf cabinet drawer',
  pillow: 'bed sofa armchair',
  plate: 'diningtable tvstand countertop dresser sidetable fridge sinkbasin coffeetable shelf cabinet microwave',
  pot: 'stoveburner diningtable countertop sinkbasin fridge shelf cabinet',
  potato: 'diningtable countertop sidetable sinkbasin fridge garbagecan microwave',
  remotecontrol: 'coffeetable diningtable dresser tvstand sofa countertop sidetable armchair shelf drawer',
  saltshaker: 'sidetable countertop diningtable shelf cabinet drawer',
  soapbar: 'sidetable countertop toilet bathtubbasin cart garbagecan shelf sinkbasin cabinet drawer',
  soapbottle: 'diningtable dresser countertop sidetable toilet shelf garbagecan cabinet',
  spatula: 'diningtable countertop sinkbasin drawer',
  spoon: 'diningtable countertop sidetable sinkbasin drawer',
  spraybottle: 'sidetable countertop cart toilet shelf garbagecan dresser cabinet',
  statue: 'desk diningtable coffeetable sidetable shelf dresser tvstand',
  tissuebox: 'countertop diningtable desk tvstand coffeetable dresser shelf toilet sidetable cabinet garbagecan drawer',
  toiletpaper: 'countertop dresser toilet sidetable shelf garbagecan toiletpaperhanger cart cabinet drawer',
  tomato: 'diningtable sidetable countertop fridge garbagecan sinkbasin',
  vase: 'dresser diningtable coffeetable desk tvstand shelf sidetable cabinet',
  watch: 'tvstand diningtable coffeetable sidetable dresser desk shelf drawer',
  wateringcan: 'coffeetable',
  winebottle: 'diningtable countertop garbagecan shelf fridge cabinet',
};

/** The order for a kind of object that no training game asks for, and after the kinds that the table lists. */
const general =
  'diningtable countertop desk coffeetable sidetable dresser tvstand bed sofa armchair toilet sinkbasin bathtubbasin cart shelf ottoman stoveburner coffeemachine toaster garbagecan laundryhamper fridge microwave safe cabinet drawer';

const ranks = new Map<string, ReadonlyMap<string, number>>();

/** The order of search for ALFWorld's rooms. */
export const alfworldRank: Rank = (object, { kind }) => {
  let known = ranks.get(object);
  if (!known) {
    const kinds = new Set(`${likely[object] ?? ''} ${general}`.trim().split(' '));
    known = new Map([...kinds].map((kind, at) => [kind, at]));
    ranks.set(object, known);
  }
  return known.get(kind) ?? known.size;
};
