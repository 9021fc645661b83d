#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Sets up the network namespace it is started in as a director's, says its process number, and stays.

ip -batch - <<-END
	link set lo up
	link add c0 type vsxbench
	link add s0 type vsxbench
	link set c0 address 02:00:00:00:00:02 up
	link set s0 address 02:00:00:00:00:03 up
	address add 10.1.0.2/24 dev c0
	address add fd00:1::2/64 dev c0 nodad
	address add 10.99.255.254/16 dev s0
	address add fd00:99::ffff/64 dev s0 nodad
	address add 10.50.0.1/32 dev lo
	address add fd00:50::1/128 dev lo nodad
	route add 10.10.0.0/16 via 10.1.0.1
	route add fd00:10::/64 via fd00:1::1
END
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
echo 0 >/proc/sys/net/ipv4/conf/all/send_redirects
echo $$
exec sleep infinity
