import assert from 'node:assert/strict';
import type { HostedService, OSImage, RoleSize, VMImage } from '../../src/client/index.ts';
import type { Draft } from '../../src/ui/commands/virtualMachines/createDraft.ts';
import type { Ask, Choice } from '../../src/ui/input/wizard.ts';
import './fakeVscode.ts';

const { endpointText, homeIn, machineNameProblem, machinePasswordProblem, parseEndpoints, userProblem } = await import('../../src/ui/input/machine.ts');
const { sizeItems } = await import('../../src/ui/commands/virtualMachines/createBasics.ts');
const { draftRecord } = await import('../../src/ui/commands/virtualMachines/createAgain.ts');
const { roleOf } = await import('../../src/ui/commands/virtualMachines/createRole.ts');
const { homeQuestions } = await import('../../src/ui/commands/virtualMachines/createHome.ts');
const { hasKey, hasPassword } = await import('../../src/ui/commands/virtualMachines/createDraft.ts');
const { reviewQuestion } = await import('../../src/ui/commands/virtualMachines/createReview.ts');
const { offersOf, sourceItems, sourceQuestion } = await import('../../src/ui/commands/virtualMachines/createSource.ts');
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

describe('another image for a virtual machine', () => {
  const images: OSImage[] = [{ name: 'ubuntu', os: 'Linux' }, { name: 'debian', os: 'Linux', location: 'North Europe;West Europe' }, { name: 'suse', os: 'Linux', location: 'East US' }, { name: 'windows', os: 'Windows' }];
  const lists: Readonly<Record<string, readonly object[]>> = { osImages: images, vmImages: [{ name: 'captured', osDiskConfiguration: { os: 'Linux', osState: 'Specialized' } }], disks: [], affinityGroups: [{ name: 'eu', location: 'West Europe' }] };
  const client = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, { list: async () => list }]));
  const wanted = { service: { isNew: true, name: 'contoso', place: { location: 'West Europe' } }, name: 'web', size: { name: 'Small' }, connection: { name: 'Contoso' }, account: { isNew: true, name: 'data' }, endpoints: [], user: 'ana' };
  const draftOf = (change: object): Draft => ({ client, doubtful: [], ...wanted, ...change }) as never;

  /** Chooses it; gives the questions that are asked again then. */
  const change = async (draft: Draft, image: string) => {
    const ask = { pick: async ({ items }: { items: Promise<Choice<unknown>[]> }) => (await items).find((item) => item.label === image && 'value' in item)!.value };
    await sourceQuestion.ask(ask as unknown as Ask, draft);
    const { clears } = sourceQuestion;
    return typeof clears === 'function' ? clears(draft) : clears!;
  };
  const reviewed = async (draft: Draft) => {
    let labels: string[] = [];
    await reviewQuestion.ask({ pick: async ({ items }: { items: Choice<unknown>[] }) => { labels = items.map(({ label }) => label); return 'go'; } } as unknown as Ask, { ...draft, endpoints: [] });
    return labels.filter((label) => ['User', 'Signs in', 'SSH key', 'Password'].includes(label));
  };

  it('of Windows takes no SSH key, so a password is asked for', async () => {
    const draft = draftOf({});
    await change(draft, 'ubuntu');
    Object.assign(draft, { signIn: 'key', key: 'ssh-rsa AAAA ana@contoso' });
    assert.deepEqual([hasKey(draft), hasPassword(draft), await reviewed(draft)], [true, false, ['User', 'Signs in', 'SSH key']]);
    const again = await change(draft, 'windows');
    for (const question of ['name', 'user', 'signIn', 'password', 'passwordAgain'] as const) assert.ok(again.includes(question), question);
    assert.deepEqual([hasKey(draft), hasPassword(draft), await reviewed(draft)], [false, true, ['User', 'Password']]);
    assert.deepEqual([draft.signIn, draft.key], [undefined, undefined]);
  });

  it('that is specialized has its users already', async () => {
    for (const entered of [{ signIn: 'key', key: 'ssh-rsa AAAA ana@contoso' }, { signIn: 'password', password: 'Pa55-of-web' }]) {
      const draft = draftOf({});
      await change(draft, 'ubuntu');
      Object.assign(draft, entered);
      await change(draft, 'captured');
      assert.deepEqual([hasKey(draft), hasPassword(draft), await reviewed(draft)], [false, false, []]);
      assert.deepEqual([draft.signIn, draft.key, draft.password], [undefined, undefined, undefined]);
    }
  });

  it('of the same system asks nothing again', async () => {
    const draft = draftOf({});
    await change(draft, 'ubuntu');
    Object.assign(draft, { signIn: 'password', password: 'Pa55-of-web' });
    assert.deepEqual([await change(draft, 'debian'), draft.signIn, draft.password], [[], 'password', 'Pa55-of-web']);
  });

  it('that its cloud service is too far from asks for another one, or another place of the new one', async () => {
    const place = { affinityGroup: 'eu' };
    const again = (service: object, image: string) => change(draftOf({ service, source: { os: 'Linux', isGeneralized: true } }), image);
    for (const [service, question] of [[{ isNew: false, name: 'contoso', place }, 'service'], [{ isNew: true, name: 'contoso', place }, 'servicePlace']] as const) {
      assert.deepEqual([await again(service, 'suse'), await again(service, 'debian'), await again(service, 'ubuntu')], [[question], [], []]);
    }
  });

  it('after another subscription asks for all that depends on its system', async () => {
    const draft = draftOf({ signIn: 'key', key: 'ssh-rsa AAAA', password: 'short' });
    assert.deepEqual(await change(draft, 'windows'), ['name', 'user', 'signIn', 'key', 'password', 'passwordAgain', 'endpoints']);
    assert.deepEqual([draft.signIn, draft.key, draft.password], [undefined, undefined, undefined]);
  });
});

describe('the cloud service of a virtual machine', () => {
  const [serviceQuestion] = homeQuestions;
  const at = (location: string) => ({ hostedServiceProperties: { location } });
  const listed = [{ serviceName: 'gone', ...at('West Europe') }, { serviceName: 'package', ...at('West Europe') }, { serviceName: 'free', ...at('West Europe') }, { serviceName: 'far', ...at('East US') }];
  const production = { name: 'd', deploymentSlot: 'Production' };
  const notFound = Object.assign(new Error('The hosted service does not exist.'), { name: 'ServiceManagementError', code: 'ResourceNotFound', httpStatus: 404 });

  it('is looked into only when it is chosen, and the question stays where it cannot take the machine', async () => {
    const read: string[] = [];
    const get = async ({ serviceName }: { serviceName: string }): Promise<HostedService> => {
      read.push(serviceName);
      if (serviceName === 'gone') throw notFound;
      return { ...listed.find((service) => service.serviceName === serviceName)!, deployments: serviceName === 'package' ? [{ ...production, roleList: [{ roleName: 'Web' }] }] : [] };
    };
    const draft = { client: { hostedServices: { list: async () => listed, get }, affinityGroups: { list: async () => [] } }, name: 'web', source: { label: 'Image', locations: ['West Europe'] }, availabilitySet: 'front' } as unknown as Draft;
    const placeholders: string[] = [];
    const answers = ['gone', 'package', 'free'];
    const ask = { pick: async ({ placeholder, items, active }: { placeholder: string; items: Promise<Choice<unknown>[]>; active(value: unknown): boolean }) => {
      const list = await items;
      assert.deepEqual(list.map(({ label }) => label), ['Create a new cloud service...', 'Cloud services', 'free', 'gone', 'package', 'Cannot take it', 'far']);
      assert.deepEqual(list.find((item) => 'value' in item && active(item.value))?.label, read.at(-1));
      assert.equal(list.at(-1)!.detail, 'It is in East US, Image in West Europe.');
      placeholders.push(placeholder);
      return list.find(({ label }) => label === answers[0] && answers.shift())!.value;
    } };
    await serviceQuestion!.ask(ask as unknown as Ask, draft);
    assert.deepEqual(placeholders, ['In which cloud service?', 'ResourceNotFound: The hosted service does not exist.', 'The production slot of package has a package in it.']);
    assert.deepEqual([read, draft.service, draft.home, draft.availabilitySet], [['gone', 'package', 'free'], { isNew: false, name: 'free', place: { location: 'West Europe' } }, undefined, '']);
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
