import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Writes a scenario for the emulator (`--scenario`) with that many cloud services into a folder; gives the file's path. */
export async function writeScenario(directory: string, hostedServices: number): Promise<string> {
  const file = path.join(directory, 'scenario.json');
  const locations = ['West Europe', 'East US', 'Southeast Asia'];
  await writeFile(file, JSON.stringify({
    subscriptionName: `${hostedServices} cloud services`,
    quotas: { hostedServices },
    hostedServices: Array.from({ length: hostedServices }, (_, i) => ({
      name: `service-${String(i + 1).padStart(5, '0')}`, label: `Servicio n.º ${i + 1}`, location: locations[i % locations.length],
    })),
  }));
  return file;
}
