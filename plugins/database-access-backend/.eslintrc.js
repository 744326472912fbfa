const path = require('path');

/**
 * The rooms of the backend, the highest floor first (docs/architecture.md). Imports go down, never up and never to a
 * room of the same floor.
 */
const floors = [
  ['routes'],
  ['requests', 'lanes', 'reachability', 'doctor'],
  ['planning', 'health', 'setup', 'policy'],
  ['patterns'],
  ['objects'],
  ['aws', 'store', 'packets'],
  ['telemetry'],
];

const src = room => path.join(__dirname, 'src', room);

const zones = floors.flatMap((floor, level) =>
  floor.map(room => ({
    target: src(room),
    from: floors
      .slice(0, level + 1)
      .flat()
      .filter(other => other !== room)
      .map(src),
    message: `The room ${room} may only use rooms below it.`,
  })),
);

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  // Without it the rule below finds no TypeScript file and is silent.
  settings: {
    'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js'] } },
  },
  rules: {
    'jest/expect-expect': [
      'warn',
      { assertFunctionNames: ['expect', 'expect*'] },
    ],
    'import/no-restricted-paths': [
      'error',
      { zones: zones.filter(zone => zone.from.length > 0) },
    ],
  },
});
