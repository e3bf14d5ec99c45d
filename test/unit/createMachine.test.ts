import assert from 'node:assert/strict';
import type { HostedService, OSImage, RoleSize, VMImage } from '../../src/client/index.ts';
import './fakeVscode.ts';

const { endpointText, homeIn, machineNameProblem, machinePasswordProblem, parseEndpoints, userProblem } = await import('../../src/ui/input/machine.ts');
const { sizeItems } = await import('../../src/ui/commands/virtualMachines/createBasics.ts');
const { draftRecord } = await import('../../src/ui/commands/virtualMachines/createAgain.ts');
const { roleOf } = await import('../../src/ui/commands/virtualMachines/createRole.ts');
const { offersOf, sourceItems } = await import('../../src/ui/commands/virtualMachines/createSource.ts');
type Plan = Parameters<typeof roleOf>[0];

const good = (problem: string | undefined) => assert.equal(problem, undefined);

describe('what is typed for a virtual machine', () => {
  it('is a name that its operating system takes', () => {
    for (const name of ['a', 'web-1', 'x'.repeat(63)]) good(machineNameProblem(name, 'Linux'));
    good(machineNameProblem('x'.repeat(15), 'Windows'));
    for (const [name, os, problem] of [
      ['', 'Linux', /Enter a name/], ['web 1', 'Linux', /letters, digits and hyphens/], ['web_1', 'Windows', /letters, digits and hyphens/], ['1', 'Windows', /begins with a letter/], ['web-', 'Linux', /ends with/],
      ['x'.repeat(16), 'Windows', /at most 15/], ['x'.repeat(64), 'Linux', /at most 63/],
    ] as const) assert.match(machineNameProblem(name, os)!, problem);
  });

  it('is a user that its operating system takes', () => {
    for (const user of ['ana', '_ana', 'ana-1']) good(userProblem(user, 'Linux'));
    for (const user of ['Ana María'.replace(' ', '.'), 'root', '1']) good(userProblem(user, 'Windows'));
    for (const [user, os] of [['', 'Linux'], ['1ana', 'Linux'], ['Root', 'Linux'], ['a b', 'Linux'], ['x'.repeat(33), 'Linux'], ['', 'Windows'], ['a b', 'Windows'], ['a@b', 'Windows'], ['ana.', 'Windows'], ['x'.repeat(21), 'Windows'], ['ADMIN', 'Windows']] as const) {
      assert.ok(userProblem(user, os), user);
    }
  });

  it('is a password of the length and kinds that the service wants', () => {
    for (const password of ['abcdef', ' !~aB9', 'x'.repeat(72)]) good(machinePasswordProblem(password, 'Linux'));
    for (const password of ['Abcdefg1', 'abcdefg1!', 'ABCDEFG1ñ', `Aa1${'x'.repeat(120)}`]) good(machinePasswordProblem(password, 'Windows'));
    for (const [password, os] of [['', 'Linux'], ['abcde', 'Linux'], ['x'.repeat(73), 'Linux'], ['contraseña', 'Linux'], ['', 'Windows'], ['Abcde1!', 'Windows'], [`Aa1${'x'.repeat(121)}`, 'Windows'], ['abcdefgh1', 'Windows']] as const) {
      assert.ok(machinePasswordProblem(password, os), password);
    }
  });

  it('are endpoints, read back as they were written', () => {
    const endpoints = parseEndpoints(' tcp 8080:80,53, UDP 500 : 500 ,');
    assert.deepEqual(endpoints, [
      { name: 'tcp-8080', protocol: 'tcp', port: 8080, localPort: 80 }, { name: 'tcp-53', protocol: 'tcp', port: 53, localPort: 53 }, { name: 'udp-500', protocol: 'udp', port: 500, localPort: 500 },
    ]);
    assert.deepEqual(endpoints.map(endpointText), ['tcp 8080:80', 'tcp 53', 'udp 500']);
    assert.deepEqual(parseEndpoints(endpoints.map(endpointText).join(', ')), endpoints);
    assert.deepEqual(parseEndpoints(''), []);
    for (const [text, problem] of [['http', /no endpoint/], ['tcp 80:', /no endpoint/], ['0', /not 0/], ['1:65536', /not 65536/], ['80, 80:81', /tcp 80 is taken/], ['22', /tcp 22 is taken/]] as const) {
      assert.throws(() => parseEndpoints(text, ['tcp 22']), problem);
    }
    assert.equal(parseEndpoints('udp 22', ['tcp 22']).length, 1);
  });
});

describe('what is offered for a virtual machine', () => {
  it('are own images, free disks, and those of the platform by publisher and family, the newest first', () => {
    const at = (publishedDate: string) => new Date(publishedDate);
    const ubuntu = { publisherName: 'Canonical', imageFamily: 'Ubuntu', category: 'Public', os: 'Linux', location: 'West Europe;East US' } as const;
    const images: OSImage[] = [
      { ...ubuntu, name: 'old', label: 'Ubuntu, old', publishedDate: at('2014-01-01') }, { ...ubuntu, name: 'new', label: 'Ubuntu, new', publishedDate: at('2015-01-01') },
      { name: 'own', label: 'Ours', category: 'User', os: 'Windows', location: 'West Europe', mediaLink: 'https://a.blob.core.windows.net/c/i.vhd' }, { name: 'no system', category: 'Public' },
    ];
    const vmImages: VMImage[] = [{ name: 'captured', category: 'User', affinityGroup: 'group', osDiskConfiguration: { os: 'Linux', osState: 'Specialized' } }, { name: 'sql', category: 'Public', publisherName: 'Microsoft', osDiskConfiguration: { os: 'Windows', osState: 'Generalized' } }];
    const disks = [{ name: 'free', os: 'Linux' as const, location: 'East US' }, { name: 'data' }, { name: 'busy', os: 'Linux' as const, attachedTo: { roleName: 'x' } }];
    const offers = offersOf(images, vmImages, disks, ({ location, affinityGroup }) => (location ? location.split(';') : affinityGroup ? ['North Europe'] : undefined));
    assert.deepEqual(sourceItems(offers).map(({ label }) => label), ['Own images', 'captured', 'Ours', 'Disks that no machine has', 'free', 'Canonical · Ubuntu', 'Ubuntu, new', 'Ubuntu, old', 'Microsoft · sql', 'sql']);
    const source = (name: string) => offers.find((offer) => offer.source.name === name)!.source;
    assert.deepEqual([source('captured').isGeneralized, source('captured').locations, source('free').isGeneralized, source('sql').locations, source('own').mediaLink], [false, ['North Europe'], false, undefined, images[2]!.mediaLink]);
  });

  it('are sizes, the smallest first, and last those for which there are not enough cores, which say so', () => {
    const sizes: RoleSize[] = [{ name: 'A10', cores: 8, memoryInMb: 57_344 }, { name: 'Small', cores: 1, memoryInMb: 1792 }, { name: 'WebOnly', cores: 1, supportedByVirtualMachines: false }, { name: 'ExtraSmall', cores: 1, memoryInMb: 768 }];
    const items = sizeItems(sizes, { left: 4, all: 20 });
    assert.deepEqual(items.map(({ label }) => label), ['ExtraSmall', 'Small', 'More cores than are left (4 of 20)', 'A10']);
    assert.deepEqual(items.map((item) => ('value' in item ? item.value.warning : '')), [undefined, undefined, '', 'Cores that A10 needs: 8. Left in the subscription: 4 of 20.']);
    assert.match(items[1]!.description!, /^1 core · 1.75 GB/);
  });

  it('are deployments of machines that nothing else works on', () => {
    const service = (deployment?: object): HostedService => ({ serviceName: 'contoso', deployments: deployment ? [{ name: 'd', deploymentSlot: 'Production', ...deployment }] : [] });
    assert.equal(homeIn(service()), undefined);
    assert.equal(homeIn(service({ deploymentSlot: 'Staging' })), undefined);
    assert.throws(() => homeIn(service({ roleList: [{ roleName: 'Web' }] })), /has a package in it/);
    const machine = { roleName: 'db', roleType: 'PersistentVMRole', availabilitySetName: 'back', configurationSets: [{ configurationSetType: 'NetworkConfiguration', inputEndpoints: [{ protocol: 'TCP', port: 22, localPort: 22 }] }] };
    assert.throws(() => homeIn(service({ locked: true, roleList: [machine] })), /Another operation/);
    assert.deepEqual(homeIn(service({ roleList: [machine], virtualNetworkName: 'net' })), { deploymentName: 'd', machines: ['db'], ports: ['tcp 22'], availabilitySets: ['back'], network: 'net' });
  });
});

describe('a virtual machine as it is asked for', () => {
  const source = { kind: 'osImage', name: 'image', label: 'Image', os: 'Linux', isGeneralized: true, isOwn: false } as const;
  const plan = {
    source, name: 'web', size: { name: 'Small', cores: 1 }, service: { isNew: false, name: 'contoso', place: { location: 'West Europe' } }, user: 'ana', signIn: 'password', password: 'Pa55-of-web',
    account: { isNew: false, name: 'data', place: { location: 'West Europe' } }, endpoints: [{ name: 'SSH', protocol: 'tcp', port: undefined, localPort: 22 }], availabilitySet: '', reservedIp: '', updates: true, timeZone: 'UTC', doubtful: [],
  } as unknown as Plan;
  const made = { blobEndpoint: 'https://data.blob.core.windows.net/', now: new Date('2026-11-24T18:00:00Z') };

  it('has its password in the request, and nowhere in what is written down', () => {
    assert.deepEqual(roleOf(plan, made).configurationSets, [
      { configurationSetType: 'LinuxProvisioningConfiguration', hostName: 'web', userName: 'ana', userPassword: 'Pa55-of-web', disableSshPasswordAuthentication: false },
      { configurationSetType: 'NetworkConfiguration', inputEndpoints: [{ name: 'SSH', protocol: 'tcp', localPort: 22 }] },
    ]);
    assert.ok(!JSON.stringify(draftRecord(plan)).includes('Pa55'));
  });

  it('has no password where an SSH key is taken', () => {
    assert.deepEqual(roleOf({ ...plan, signIn: 'key' }, { ...made, thumbprint: 'AB' }).configurationSets![0], {
      configurationSetType: 'LinuxProvisioningConfiguration', hostName: 'web', userName: 'ana', disableSshPasswordAuthentication: true, ssh: { publicKeys: [{ fingerprint: 'AB', path: '/home/ana/.ssh/authorized_keys' }] },
    });
  });

  it('has its disk in the chosen account, beside its own image, or the disk that is there', () => {
    const disk = (change: object) => { const { osVirtualHardDisk, vmImageName, mediaLocation } = roleOf({ ...plan, source: { ...source, ...change } }, made); return osVirtualHardDisk ?? { vmImageName, mediaLocation }; };
    assert.deepEqual(disk({}), { mediaLink: 'https://data.blob.core.windows.net/vhds/contoso-web-20261124180000.vhd', sourceImageName: 'image' });
    assert.deepEqual(disk({ isOwn: true, mediaLink: 'https://ours.blob.core.windows.net/images/base.vhd' }), { mediaLink: 'https://ours.blob.core.windows.net/images/contoso-web-20261124180000.vhd', sourceImageName: 'image' });
    assert.deepEqual(disk({ kind: 'disk', isGeneralized: false }), { diskName: 'image' });
    assert.deepEqual(disk({ kind: 'vmImage' }), { vmImageName: 'image', mediaLocation: 'https://data.blob.core.windows.net/vhds' });
    assert.deepEqual(disk({ kind: 'vmImage', isOwn: true }), { vmImageName: 'image', mediaLocation: undefined });
  });

  it('says what Windows is to do', () => {
    assert.deepEqual(roleOf({ ...plan, source: { ...source, os: 'Windows' }, updates: false, timeZone: 'Romance Standard Time' }, made).configurationSets![0], {
      configurationSetType: 'WindowsProvisioningConfiguration', computerName: 'web', adminPassword: 'Pa55-of-web', resetPasswordOnFirstLogon: false, enableAutomaticUpdates: false, timeZone: 'Romance Standard Time', adminUsername: 'ana',
    });
  });
});
