#!/bin/sh
# The Debian package under a booted systemd: installed, run, watched, upgraded, removed and purged in a Debian of its own.
#   tests/package/run.sh [FILE.deb]      without one it is built (cargo-deb)
# Needs root, debootstrap and systemd-nspawn; the first run fetches Debian packages. Everything happens in namespaces of its own and in
# target/package, and what is changed in that Debian is forgotten afterwards.
set -eu
cd "$(dirname "$0")/../.."
here=$PWD/tests/package
work=$PWD/target/package
root=$work/debian
mkdir -p "$work/out"

# One that is built here takes the place of no release in target/debian.
if [ -n "${1:-}" ]; then
    cp "$1" "$work/sendoff.deb"
else
    PROFILE=${PROFILE:-dev} OUTPUT=$work/sendoff.deb systemd/debian/build.sh
fi

# A mail server, a mailbox and a name server of its own, so that sending, TLS, IMAP and DNS are tried under the unit's limits.
if [ ! -e "$root/ready" ]; then
    rm -rf "$root"
    debootstrap --variant=minbase \
        --include=systemd,systemd-sysv,dbus,ca-certificates,tzdata,passwd,procps,python3,openssl,init-system-helpers "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$root"
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends postfix dovecot-imapd dnsmasq-base curl
    rm "$root/usr/sbin/policy-rc.d"
    touch "$root/ready"
fi

rm -f "$work/out/"*
# systemd wants the cgroup tree of today, whatever this machine has; in a mount namespace nobody else sees it.
unshare --mount --cgroup --propagation private sh -c '
    set -eu
    work=$1 here=$2
    umount -R /sys/fs/cgroup
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
    group=/sys/fs/cgroup/sendoff-package
    mkdir -p "$group"
    (
        echo 0 >"$group/cgroup.procs"
        exec timeout --kill-after=30 900 systemd-nspawn --quiet --directory="$work/debian" --machine=sendoff-package --volatile=overlay \
            --register=no --keep-unit --private-network --console=pipe --boot \
            --bind="$work/out:/mnt/out" --bind-ro="$work/sendoff.deb:/mnt/sendoff.deb" --bind-ro="$here:/mnt/package" \
            --bind-ro="$here/../conformance:/mnt/conformance" --bind-ro="$here/try.service:/etc/systemd/system/try.service" \
            systemd.wants=try.service </dev/null
    ) || true
    find "$group" -depth -type d -exec rmdir {} +
' - "$work" "$here" >"$work/out/boot" 2>&1 || true
cat "$work/out/result" || cat "$work/out/boot"
tail -n 1 "$work/out/result" | grep -q ', 0 failed'
