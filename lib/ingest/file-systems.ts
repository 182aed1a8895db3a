/** Which directories lie on file systems that do not tell of every change: those that other machines write to. */
import { statfs } from "node:fs/promises";
import { toFsPath } from "./raw-names.ts";

/** The kind of file system that a path is on: `f_type` of statfs(2). */
export type AskFileSystem = (path: string) => Promise<number>;

/** Linux's `f_type` numbers: linux/magic.h, and for file systems outside of the kernel's tree their own headers. */
const REMOTE: ReadonlyMap<number, string> = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB"],
  [0x65735546, "FUSE"],
  [0x01021997, "9p"],
  [0x0bd00bd0, "Lustre"],
  [0x47504653, "GPFS"],
  [0x00c36400, "Ceph"],
  [0x19830326, "BeeGFS"],
  [0xaad7aaea, "PanFS"],
  [0x20030528, "OrangeFS"],
  [0x5346414f, "AFS"],
  [0x6b414653, "AFS"],
  [0x73757245, "Coda"],
  [0x786f4256, "VirtualBox shared folder"],
  [0xbacbacbc, "VMware shared folder"],
]);

const askSystem: AskFileSystem = async (path) => (await statfs(toFsPath(path))).type;

export class FileSystems {
  private readonly byDevice = new Map<number, Promise<string | null>>();

  constructor(private readonly ask: AskFileSystem = askSystem) {}

  /**
   * The name of the file system of `directory`, on the device numbered `device`, if other machines can write to it without
   * our system noticing; null for a local one. Asked once a device. What cannot be asked counts as local: the sweeps see
   * its files, too, only later.
   */
  remoteName(directory: string, device: number): Promise<string | null> {
    let name = this.byDevice.get(device);
    if (name === undefined) {
      // Some systems hand the number over as signed.
      name = this.ask(directory).then(
        (type) => REMOTE.get(type >>> 0) ?? null,
        () => null,
      );
      this.byDevice.set(device, name);
    }
    return name;
  }
}
