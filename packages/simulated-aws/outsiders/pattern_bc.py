#!/usr/bin/env python3
# Copyright 2026 The Towpath Authors
#
# Licensed under the Apache License, Version 2.0 (the "License");
# you may not use this file except in compliance with the License.
# You may obtain a copy of the License at
#
#     http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS,
# WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
# See the License for the specific language governing permissions and
# limitations under the License.

"""Makes patterns B and C by hand with boto3 and takes them away again: a path through a service network.

    simulated-aws --port 4566 &
    python3 pattern_bc.py

Central: the networking account owns the network and shares it, the provider puts his database into it. Own: the consumer
owns the network, and puts into it what the provider shares with her. The VPC joins either by an association and by an
endpoint. Each is tried inside the organisation (analytics) and outside it (partner), and prints whether the database is
reachable before, with and after the path: no, yes, no. Anything else, or anything left behind, ends with status 1.
"""

import sys

from by_hand import Account, Path, run, tcp

CONSUMERS = {
    "inside": ("666666666666", "databricks"),
    "outside": ("888888888888", "partner"),
}
NETWORKING = "222222222222"
TAGS = {"made-by": "pattern_bc.py"}


class ServiceNetwork(Path):
    """What all of them have in common: the resource in the network."""

    def __init__(self, url, *where):
        super().__init__(url, *where)
        self.networking = Account(url, NETWORKING)
        self.shares = []

    def build(self):
        print(f"    {type(self).__doc__}")
        self.before = self.simulation.objects(NETWORKING)
        self.make_resource()
        self.put_into_network()
        self.join()
        listed = self.owner.lattice.list_service_network_resource_associations(
            serviceNetworkIdentifier=self.network, includeChildren=True
        )["items"]
        assert len(listed) == 2, listed
        assert [n["id"] for n in self.networks(self.consumer)] == [self.network]

    def make_resource(self):
        group = self.database["DBSubnetGroup"]
        lattice = self.provider.lattice
        self.gateway_group = self.provider.security_group(
            group["VpcId"], "by-hand-gateway"
        )
        self.rule = self.provider.ec2.authorize_security_group_ingress(
            GroupId=self.database_group,
            IpPermissions=[
                tcp(self.port, UserIdGroupPairs=[{"GroupId": self.gateway_group}])
            ],
        )["SecurityGroupRules"][0]["SecurityGroupRuleId"]
        self.gateway = lattice.create_resource_gateway(
            name="by-hand",
            vpcIdentifier=group["VpcId"],
            subnetIds=[s["SubnetIdentifier"] for s in group["Subnets"]],
            securityGroupIds=[self.gateway_group],
        )["id"]
        self.until_active("gateway", self.provider, "resource_gateway", self.gateway)
        made = lattice.create_resource_configuration(
            name="by-hand-orders",
            type="ARN",
            resourceGatewayIdentifier=self.gateway,
            resourceConfigurationDefinition={
                "arnResource": {"arn": self.database["DBInstanceArn"]}
            },
            allowAssociationToShareableServiceNetwork=self.shareable,
        )
        self.configuration, self.configuration_arn = made["id"], made["arn"]
        self.until_active(
            "configuration", self.provider, "resource_configuration", made["id"]
        )

    def make_network(self):
        made = self.owner.lattice.create_service_network(
            name="by-hand",
            authType="NONE",
            sharingConfig={"enabled": self.shareable},
            clientToken=f"{self.token}-network",
            tags=TAGS,
        )
        self.network, self.network_arn = made["id"], made["arn"]
        self.owner.lattice.update_service_network(
            serviceNetworkIdentifier=self.network, authType="NONE"
        )

    def associate(self, account):
        made = account.lattice.create_service_network_resource_association(
            serviceNetworkIdentifier=self.network_arn,
            resourceConfigurationIdentifier=self.configuration_arn,
            clientToken=f"{self.token}-resource",
            tags=TAGS,
        )
        self.resource = made["id"]
        self.until_active(
            "resource", account, "service_network_resource_association", made["id"]
        )

    def share(self, owner, arn, receivers, visible):
        share = owner.ram.create_resource_share(
            name="by-hand",
            resourceArns=[arn],
            principals=[receiver.id for receiver in receivers],
            allowExternalPrincipals=True,
        )["resourceShare"]["resourceShareArn"]
        self.shares.append((owner, share))
        for receiver in receivers:
            if receiver.id == CONSUMERS["outside"][0]:
                self.accept(receiver, share)
            self.wait(f"The share in {receiver.id}", lambda: visible(receiver), bool)

    def accept(self, receiver, share):
        invitations = self.wait(
            "The invitation",
            lambda: receiver.ram.get_resource_share_invitations(
                resourceShareArns=[share]
            )["resourceShareInvitations"],
            bool,
        )
        receiver.ram.accept_resource_share_invitation(
            resourceShareInvitationArn=invitations[0]["resourceShareInvitationArn"]
        )
        print("    invitation accepted")

    def networks(self, account):
        return account.lattice.list_service_networks()["items"]

    def until_active(self, what, account, kind, identifier):
        self.wait(
            f"The {what}",
            lambda: self.get(account, kind, identifier)["status"],
            lambda status: status == "ACTIVE",
        )

    def get(self, account, kind, identifier):
        words = [word.capitalize() for word in kind.split("_")]
        words[0] = words[0].lower()
        return getattr(account.lattice, f"get_{kind}")(
            **{f"{''.join(words)}Identifier": identifier}
        )

    def until_gone(self, account, kind, identifier):
        self.gone(
            "ResourceNotFoundException", lambda: self.get(account, kind, identifier)
        )

    def consumer_group(self):
        return self.consumer.security_group(
            self.vpc,
            "by-hand-clients",
            [
                tcp(self.port, IpRanges=[{"CidrIp": subnet["CidrBlock"]}])
                for subnet in self.consumer.subnets(self.vpc)
            ],
        )

    def take_away(self):
        self.refused(
            "ConflictException",
            lambda: self.owner.lattice.delete_service_network(
                serviceNetworkIdentifier=self.network
            ),
        )
        self.leave()
        # Either owner may end it, whoever made it.
        self.provider.lattice.delete_service_network_resource_association(
            serviceNetworkResourceAssociationIdentifier=self.resource
        )
        assert not self.reachable()
        self.until_gone(
            self.provider, "service_network_resource_association", self.resource
        )
        for owner, share in self.shares:
            owner.ram.delete_resource_share(resourceShareArn=share)
        lattice = self.provider.lattice
        lattice.delete_resource_configuration(
            resourceConfigurationIdentifier=self.configuration
        )
        self.until_gone(self.provider, "resource_configuration", self.configuration)
        lattice.delete_resource_gateway(resourceGatewayIdentifier=self.gateway)
        self.until_gone(self.provider, "resource_gateway", self.gateway)
        self.owner.lattice.delete_service_network(serviceNetworkIdentifier=self.network)
        self.provider.ec2.revoke_security_group_ingress(
            GroupId=self.database_group, SecurityGroupRuleIds=[self.rule]
        )
        self.delete_group(self.provider, self.gateway_group)
        self.delete_group(self.consumer, self.group)
        self.simulation.advance(3 * 3600)
        left = self.simulation.objects(NETWORKING) - self.before
        assert not left, left


class Central(ServiceNetwork):
    """The networking account owns the network."""

    shareable = True

    @property
    def owner(self):
        return self.networking

    def put_into_network(self):
        self.make_network()
        self.share(
            self.networking,
            self.network_arn,
            [self.provider, self.consumer],
            self.networks,
        )
        self.associate(self.provider)


class Own(ServiceNetwork):
    """The consumer owns the network."""

    shareable = False

    @property
    def owner(self):
        return self.consumer

    def put_into_network(self):
        self.make_network()
        self.share(
            self.provider,
            self.configuration_arn,
            [self.consumer],
            lambda account: account.lattice.list_resource_configurations()["items"],
        )
        self.associate(self.consumer)


class Association:
    """The VPC is associated with the network."""

    def join(self):
        lattice = self.consumer.lattice
        self.group = self.consumer_group()
        made = lattice.create_service_network_vpc_association(
            serviceNetworkIdentifier=self.network_arn,
            vpcIdentifier=self.vpc,
            privateDnsEnabled=True,
            dnsOptions={"privateDnsPreference": "VERIFIED_DOMAINS_ONLY"},
            clientToken=f"{self.token}-vpc",
            tags=TAGS,
        )
        self.joined = made["id"]
        self.until_joined()
        lattice.update_service_network_vpc_association(
            serviceNetworkVpcAssociationIdentifier=self.joined,
            securityGroupIds=[self.group],
        )
        self.until_joined()
        self.refused(
            "ConflictException",
            lambda: lattice.create_service_network_vpc_association(
                serviceNetworkIdentifier=self.network_arn, vpcIdentifier=self.vpc
            ),
        )
        for listed in (
            self.owner.lattice.list_service_network_vpc_associations(
                serviceNetworkIdentifier=self.network
            ),
            lattice.list_service_network_vpc_associations(vpcIdentifier=self.vpc),
        ):
            assert [item["id"] for item in listed["items"]] == [self.joined], listed
        name = self.get(
            self.provider, "service_network_resource_association", self.resource
        )["dnsEntry"]["domainName"]
        assert self.reachable(name=name)

    def until_joined(self):
        self.until_active(
            "association", self.consumer, "service_network_vpc_association", self.joined
        )

    def leave(self):
        self.owner.lattice.delete_service_network_vpc_association(
            serviceNetworkVpcAssociationIdentifier=self.joined
        )
        assert not self.reachable()
        self.until_gone(
            self.consumer, "service_network_vpc_association", self.joined
        )


class Endpoint:
    """An endpoint in the VPC leads to the network."""

    def join(self):
        ec2 = self.consumer.ec2
        self.group = self.consumer_group()
        self.endpoint = ec2.create_vpc_endpoint(
            VpcEndpointType="ServiceNetwork",
            VpcId=self.vpc,
            ServiceNetworkArn=self.network_arn,
            SubnetIds=[s["SubnetId"] for s in self.consumer.subnets(self.vpc)],
            SecurityGroupIds=[self.group],
            PrivateDnsEnabled=True,
            DnsOptions={"PrivateDnsPreference": "ALL_DOMAINS"},
            ClientToken=f"{self.token}-endpoint",
        )["VpcEndpoint"]["VpcEndpointId"]
        self.wait(
            "The endpoint",
            lambda: ec2.describe_vpc_endpoints(VpcEndpointIds=[self.endpoint])[
                "VpcEndpoints"
            ][0]["State"],
            lambda state: state == "available",
        )
        [association] = ec2.describe_vpc_endpoint_associations(
            VpcEndpointIds=[self.endpoint]
        )["VpcEndpointAssociations"]
        assert association["ServiceNetworkArn"] == self.network_arn, association
        assert self.reachable(name=association["DnsEntry"]["DnsName"])
        seen = self.owner.lattice.list_service_network_vpc_endpoint_associations(
            serviceNetworkIdentifier=self.network
        )["items"]
        assert [item["vpcEndpointId"] for item in seen] == [self.endpoint], seen

    def leave(self):
        answer = self.consumer.ec2.delete_vpc_endpoints(VpcEndpointIds=[self.endpoint])
        assert not answer["Unsuccessful"], answer
        assert not self.reachable()
        self.gone(
            "InvalidVpcEndpointId.NotFound",
            lambda: self.consumer.ec2.describe_vpc_endpoints(
                VpcEndpointIds=[self.endpoint]
            ),
        )


class CentralByAssociation(Association, Central):
    """Somebody's central network, by an association of the VPC."""


class CentralByEndpoint(Endpoint, Central):
    """Somebody's central network, by an endpoint."""


class OwnByAssociation(Association, Own):
    """The consumer's own network, by an association of the VPC."""


class OwnByEndpoint(Endpoint, Own):
    """The consumer's own network, by an endpoint."""


PATTERNS = (CentralByAssociation, CentralByEndpoint, OwnByAssociation, OwnByEndpoint)


if __name__ == "__main__":
    sys.exit(max([run(pattern, __doc__, CONSUMERS) for pattern in PATTERNS]))
