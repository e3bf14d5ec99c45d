// npm run bench: how fast we are, as ratios to a named other thing measured in the same run. Never part of the tests.
// `npm run bench -- reading emulator` measures some of it only.
import { loadavg } from 'node:os';
import { benchActivation } from './activation.ts';
import { isRecordingThere } from './answers.ts';
import { benchEmulator } from './emulator.ts';
import { report } from './measure.ts';
import { benchReading } from './reading.ts';
import { benchRequests } from './requests.ts';
import { benchTree } from './tree.ts';
import { benchUpload } from './upload.ts';

const withRecordings = (bench: () => Promise<void>) => async () => {
  if (isRecordingThere()) await bench();
  else report('reading recorded answers', 'skipped', '../shared/corpus is not there');
};
const benches: Readonly<Record<string, () => void | Promise<void>>> = {
  activation: benchActivation,
  requests: withRecordings(benchRequests),
  reading: withRecordings(benchReading),
  emulator: benchEmulator,
  tree: benchTree,
  async upload() {
    report('uploading 100 MiB to Azurite, MD5 included / curl -T to the same server', (await benchUpload()).ratio, 'goal at most 1.5');
  },
};

const load = () => loadavg().map((each) => each.toFixed(1)).join(' ');
const asked = process.argv.slice(2);
console.log(`load before: ${load()}`);
for (const [name, bench] of Object.entries(benches)) if (asked.length === 0 || asked.includes(name)) await bench();
console.log(`load after: ${load()}`);
