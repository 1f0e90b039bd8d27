"""A real Milvus 2.3.5 standalone for tests, beside others on the same machine.

usage: milvus_server.py BASE_DIR BIN_DIR PORTS_JSON

Lays out BASE_DIR, unpacks the programs of the wheel once into BIN_DIR and becomes the server (same process). The
wheel's own launcher has no way to choose etcd's peer port or the metrics port, so two of them collide.
"""
import ctypes
import fcntl
import json
import os
import signal
import sys

from milvus import MilvusServerConfig, _initialize_data_files

PR_SET_PDEATHSIG = 1


def unpack(bin_dir: str) -> None:
    os.makedirs(bin_dir, exist_ok=True)
    with open(os.path.join(bin_dir, ".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _initialize_data_files(bin_dir)


def write_config(base: str, ports: dict) -> None:
    config = MilvusServerConfig(data_dir=base)
    config.resolve_storage()
    for key, port in ports.items():
        if key in config.configurable_items:
            config.configurable_items[key][1] = port
    config.write_config()


def write_etcd_config(base: str, ports: dict) -> str:
    client = f"http://127.0.0.1:{ports['etcd_port']}"
    peer = f"http://127.0.0.1:{ports['etcd_peer_port']}"
    lines = {
        "name": "default",
        "data-dir": os.path.join(base, "data", "etcd.data"),
        "listen-client-urls": client,
        "advertise-client-urls": client,
        "listen-peer-urls": peer,
        "initial-advertise-peer-urls": peer,
        "initial-cluster": f"default={peer}",
        "initial-cluster-state": "new",
    }
    path = os.path.join(base, "configs", "etcd.yaml")
    with open(path, "w") as file:
        file.write("".join(f"{key}: {json.dumps(value)}\n" for key, value in lines.items()))
    return path


def main() -> None:
    base, bin_dir, ports = os.path.abspath(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
    unpack(bin_dir)
    write_config(base, ports)
    programs = os.path.join(bin_dir, "bin")
    environment = dict(
        os.environ,
        DEPLOY_MODE="STANDALONE",
        METRICS_PORT=str(ports["metrics_port"]),
        MILVUS_RUN_DIR=os.path.join(base, "run"),
        MILVUSCONF=os.path.join(base, "configs"),
        ETCD_CONFIG_PATH=write_etcd_config(base, ports),
        LD_LIBRARY_PATH=programs + ":" + os.environ.get("LD_LIBRARY_PATH", ""),
    )
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # outlives exec: the server ends with the test
    os.chdir(base)
    program = os.path.join(programs, "milvus")
    os.execve(program, [program, "run", "standalone"], environment)


if __name__ == "__main__":
    main()
