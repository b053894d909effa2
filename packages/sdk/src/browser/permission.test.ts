import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Consent, Message } from '../event.ts';
import { createPermission } from './permission.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function setGpc(value: unknown): void {
  vi.stubGlobal('navigator', { globalPrivacyControl: value });
}

function messageWith(consent: Consent): Message {
  const context = { library: { name: 'l', version: '1' }, consent };
  return { type: 'track', messageId: 'm', timestamp: '', context };
}

describe('permission', () => {
  it('is for nothing until something is granted', () => {
    const permission = createPermission([]);
    expect([permission.granted(), permission.isDecided()]).toEqual([[], false]);
    permission.grant(['analytics', 'ads']);
    permission.withdraw(['ads']);
    expect([permission.granted(), permission.isDecided()]).toEqual([['analytics'], true]);
    permission.withdraw();
    expect([permission.granted(), permission.isDecided()]).toEqual([[], true]);
  });

  it('is decided by a No too', () => {
    const permission = createPermission([]);
    permission.grant([]);
    expect(permission.isDecided()).toBe(true);
  });

  it('is denied by Global Privacy Control from the moment it is on, but for what it may not deny', () => {
    const all = createPermission([]);
    const some = createPermission(['essential']);
    for (const permission of [all, some]) permission.grant(['essential', 'ads']);
    setGpc(true);
    expect([all.granted(), some.granted()]).toEqual([[], ['essential']]);
    expect(some.consent()).toEqual({ categoryPreferences: { essential: true }, gpc: true });
    setGpc(false);
    expect(all.granted()).toEqual(['essential', 'ads']);
    expect(all.consent()).toEqual({ categoryPreferences: { essential: true, ads: true } });
  });

  it.each(['1', 1, null, undefined])('is not touched where the signal is %j', (value) => {
    setGpc(value);
    const permission = createPermission([]);
    permission.grant(['ads']);
    expect(permission.granted()).toEqual(['ads']);
  });
});

describe('a message that waits', () => {
  it('keeps of its consent what still holds, and gets none that came later', () => {
    const permission = createPermission([]);
    permission.grant(['analytics', 'ads']);
    const message = messageWith(permission.consent());
    permission.withdraw(['ads']);
    permission.grant(['later']);
    expect(permission.narrow(message)?.context.consent).toEqual({ categoryPreferences: { analytics: true } });
  });

  it('may not be sent when nothing of its consent is left', () => {
    const permission = createPermission([]);
    permission.grant(['analytics', 'ads']);
    const message = messageWith({ categoryPreferences: { ads: true } });
    permission.withdraw(['ads']);
    expect(permission.narrow(message)).toBeNull();
  });

  it('keeps the signal that was on when it happened', () => {
    const permission = createPermission(['essential']);
    permission.grant(['essential']);
    const message = messageWith({ categoryPreferences: { essential: true }, gpc: true });
    expect(permission.narrow(message)?.context.consent.gpc).toBe(true);
  });
});
