/** Settings that each stage is tested with. */
export const settings = {
  local: { stage: 'local' },
  dev: { stage: 'dev' },
  prod: {
    stage: 'prod',
    domain: 'vault.example.org',
    certificate: 'arn:aws:acm:eu-central-1:123456789012:certificate/0f',
    mailFrom: 'vault@example.org',
    mailDomain: 'example.org',
    securityContact: 'security@example.org',
    alarmEmail: 'alarms@example.org',
  },
} as const;
