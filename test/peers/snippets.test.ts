import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeSnippet, type OperationName, type SnippetTarget } from '../../src/client/index.ts';
import { rows } from '../../src/protocol/operations.ts';
import { findPythonAzure } from '../tools/prerequisites.ts';
import { describeWithPython } from './stories.ts';

const target: SnippetTarget = { endpoint: 'https://127.0.0.1:8443', subscriptionId: '11111111-2222-3333-4444-555555555555', ownAuthority: true, now: new Date() };

/** Runs each snippet with the SDK's own class, whose methods only take their arguments; prints what did not fit. */
const program = `
import inspect, json, sys, warnings
warnings.simplefilter('ignore')
import azure.servicemanagement as sdk
real = sdk.ServiceManagementService
class Taking(real):
    def __getattribute__(self, name):
        if name.startswith('_'):
            return super().__getattribute__(name)
        def take(*positional, **given):
            inspect.signature(getattr(real, name)).bind(self, *positional, **given)
            return type('Answer', (), {'request_id': 'x'})
        return take
sdk.ServiceManagementService = Taking
wrong = {}
for name, snippet in json.load(sys.stdin).items():
    try:
        exec(snippet.replace('CERTIFICATE.pem', '').replace('CA.pem', ''), {})
    except Exception as error:
        wrong[name] = repr(error)
print(json.dumps(wrong))
`;

describeWithPython("Copied calls, as Python's client takes them", () => {
  const known: readonly Record<string, string | boolean>[] = [{}, { serviceName: 's', slot: 'Staging', deploymentName: 'v1', deleteMedia: true, embedDetail: true, roleInstanceName: 'Web_IN_0', location: 'West US', label: 'l' }];

  for (const [i, parameters] of known.entries()) {
    it(i === 0 ? 'fit its methods with placeholders only' : 'fit them with what is known', () => {
      const operations = [...rows].flatMap(([name, { python }]) => (python ? [name as OperationName] : []));
      const snippets = Object.fromEntries(operations.map((name) => [name, writeSnippet('python', name, parameters, target)]));
      assert.ok(operations.length > 50);
      assert.deepEqual(JSON.parse(execFileSync(findPythonAzure().found!, ['-c', program], { input: JSON.stringify(snippets), encoding: 'utf8' })), {});
    });
  }
});
