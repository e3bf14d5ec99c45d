import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Deployment } from '../../src/client/index.ts';
import { configuration, definition, shopPackage, startRig, type Rig } from './emulatorRig.ts';

type Slot = 'Production' | 'Staging';
type Upgrade = Partial<Parameters<Rig['client']['deployments']['upgrade']>[0]>;
interface Facts { readonly status: number; readonly code: string; readonly message: string | RegExp }

export const serviceName = 'contoso-shop';
export const at = { serviceName, slot: 'Production' as const };
export const bad = { status: 400, code: 'BadRequest' };
export const conflict = { status: 409, code: 'ConflictError' };

/** Of version 2, which has an endpoint more. */
export const definition2 = (change = (text: string) => text): string =>
  change(definition().replace('<InputEndpoint name="Http"', '<InputEndpoint name="Admin" protocol="tcp" port="8172" />\n      <InputEndpoint name="Http"'));
export const before = configuration({ web: 3, worker: 2 });
export const after = configuration({ web: 3, worker: 2, settings: '<Setting name="Greeting" value="Hello!" />' });

/** The update as Get Deployment tells it: `Auto During 1`. */
export const updateOf = ({ upgradeStatus }: Deployment): string | undefined => upgradeStatus && Object.values(upgradeStatus).join(' ');
export const names = ({ roleInstanceList = [] }: Deployment): string[] => roleInstanceList.map(({ instanceName }) => instanceName);
/** Names of the instances that are not ready. */
export const down = ({ roleInstanceList = [] }: Deployment): string[] => roleInstanceList.filter(({ instanceStatus }) => instanceStatus !== 'ReadyRole').map(({ instanceName }) => instanceName);
export const endpoints = ({ roleList = [] }: Deployment) => roleList[0]?.configurationSets?.[0]?.inputEndpoints?.map(({ port }) => port);

/**
 * An emulator with version 1 running in production, new for each test, and version 2 staged. An operation takes 10 seconds: an update
 * is prepared for 5; each of the three domains of an upgrade takes 10 more, all of a change of configuration 5.
 */
export class UpgradeRig {
  rig!: Rig;
  packageUrl!: string;

  /** Registers what mocha does before and after each test of the suite around. */
  constructor() {
    beforeEach(async () => {
      this.rig = await startRig({ operationSeconds: 10 });
      await this.deploy();
      await this.stage();
    });
    afterEach(() => this.rig.stop());
  }

  async deploy(slot: Slot = 'Production', name = 'v1', startDeployment = true): Promise<void> {
    const packageUrl = await this.rig.stage(await shopPackage());
    await this.rig.finish(await this.rig.client.deployments.create({ serviceName, slot, name, label: 'Version 1', packageUrl, configuration: before, startDeployment }));
    this.rig.clock.advance(60);
  }

  /** What `upgrade` takes from now on: version 2, or what a test makes of its definition. */
  async stage(change?: (text: string) => string): Promise<void> {
    this.packageUrl = await this.rig.stage(await shopPackage(definition2(change)));
  }

  upgrade = (change: Upgrade = {}) =>
    this.rig.client.deployments.upgrade({ ...at, mode: 'Auto', packageUrl: this.packageUrl, configuration: after, label: 'Version 2', force: false, ...change });
  walk = (upgradeDomain: number) => this.rig.client.deployments.walkUpgradeDomain({ ...at, upgradeDomain });
  rollback = (mode = 'Auto', force = false) => this.rig.client.deployments.rollback({ ...at, mode, force });
  get = (slot: Slot = 'Production') => this.rig.client.deployments.get({ serviceName, slot });
  status = async ({ requestId }: { requestId: string }) => (await this.rig.client.operations.getStatus({ requestId })).status;
  packages = () => readdir(path.join(this.rig.directory, 'packages'));

  /** What is seen of it each second, without repetitions. */
  async watch(seconds: number, line: (deployment: Deployment) => unknown): Promise<string[]> {
    const lines: string[] = [];
    for (let second = 0; second <= seconds; second++) {
      const now = String(line(await this.get()));
      if (now !== lines.at(-1)) lines.push(now);
      this.rig.clock.advance(1);
    }
    return lines;
  }

  /** It is accepted, stops nothing, fails in the end with these facts, and all is as it was. */
  async failsLater(attempt: () => Promise<{ requestId: string }>, { status, code, message }: Facts): Promise<void> {
    const was = await this.rig.snapshotWithoutDates();
    const { requestId } = await attempt();
    const now = await this.get();
    assert.deepEqual([now.status, now.locked, now.rollbackAllowed, now.upgradeStatus, down(now)], ['RunningTransitioning', true, false, undefined, []]);
    this.rig.clock.advance(10);
    const ended = await this.rig.client.operations.getStatus({ requestId });
    assert.deepEqual([ended.status, ended.httpStatusCode, ended.error?.code], ['Failed', status, code]);
    if (typeof message === 'string') assert.equal(ended.error?.message, message);
    else assert.match(ended.error?.message ?? '', message);
    assert.deepEqual(await this.rig.snapshotWithoutDates(), was);
  }
}
