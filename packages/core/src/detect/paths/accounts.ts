/** Which name of a home directory is a person's, and which belongs to everybody, to a machine or to no file system. */
import { isDigitAt } from '../characters.ts';

const WHITE_SPACE = /\s+/u;

/** What Windows and macOS create themselves, in lower case (both keep these beside the people's). */
const SYSTEM_ACCOUNTS =
  'public shared default guest defaultuser0 defaultaccount administrator all default.migrated';
/** Accounts of images, build services and hosts, from their documents: no person is called so. */
const MACHINE_ACCOUNTS = `
  root admin app apps application web www www-data wwwroot site nginx apache node nodejs nobody daemon deploy deployer
  ubuntu debian centos fedora ec2-user ec2user azureuser opc core pi vagrant docker container runner runneradmin
  containeradministrator containeruser vsts vsts_azpcontainer vssadministrator circleci jenkins travis appveyor bitrise gitlab-runner
  gitlab buildkite-agent buildkite teamcity bamboo buildbot builder build ci cicd git github codespace vscode gitpod
  coder devcontainer jovyan postgres mysql redis mongodb elastic airflow spark hadoop hdfs service svc system worker
  kubernetes k8s user users username user1 test tester dev developer demo example me bot linuxbrew nixbld expo turbo
  sandbox sbx_user1051 runtime server local lib bin share default-user your-name yourname your_username myuser
`;
/** What follows `/home/` and `/users/` in routes of sites. */
const ROUTE_WORDS = `
  account accounts activate activity add all analytics api archive assets auth billing blog cart catalog categories
  category checkout comments config contact count create css current customers dashboard delete detail details download
  edit events explore export faq favorites feed features files filter find followers forgot friends groups help history
  home images img import inbox index info invite invitations items js list live loading login logout main manage media
  members menu messages new news notifications offers orders overview page pages password permissions plans posts
  preferences pricing privacy products profile profiles projects register reports reset roles sales save search security
  self session sessions settings shop sign-in sign-up signin signout signup sitemap start static stats store styles
  subscriptions support tab team teams terms top trending update upload verify video view views wallet welcome wishlist
  _app _next
`;

const WINDOWS_PAIRS: readonly string[] = ['all users', 'default user'];
const IMPERSONAL: ReadonlySet<string> = new Set(
  `${SYSTEM_ACCOUNTS} ${MACHINE_ACCOUNTS} ${ROUTE_WORDS}`.trim().split(WHITE_SPACE),
);

/** First characters of what stands for a name: `<user>`, `:id`, `$USER`, `%USERNAME%`, `{id}`, `***`, `~`, `.cache`. */
const PLACEHOLDER_STARTS = '<:$%{[*~.-_(';
/** Ids instead of names: digits, and at least this many hexadecimal digits and dashes. */
const OPAQUE = /^(?:\d+|[\da-f-]{16,})$/iu;

/** Patterns used here, for the check of the detectors that ask. */
export const ACCOUNT_PATTERNS: readonly RegExp[] = [OPAQUE];

/** Whether the name of a home directory is likely that of a person. */
export function isPersonalAccount(name: string): boolean {
  if (name.length < 2 || PLACEHOLDER_STARTS.includes(name.charAt(0))) return false;
  if (isDigitAt(name, 0) && OPAQUE.test(name)) return false;
  if (name.length >= 16 && OPAQUE.test(name)) return false;
  const lowered = name.toLowerCase();
  return !IMPERSONAL.has(lowered) && !WINDOWS_PAIRS.includes(lowered);
}
