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

"""Makes pattern A by hand with boto3 and takes it away again, as somebody would who knows nothing of this project.

    simulated-aws --port 4566 &
    python3 pattern_a.py

It goes from the database orders-postgres to a VPC inside the organisation (analytics) and to one outside it (partner),
and prints whether the database is reachable before, with and after the path: no, yes, no. Anything else, or anything
left behind, ends with status 1. Needs boto3 only.
"""

import sys

from botocore.exceptions import ClientError

from by_hand import Path, run, tcp

CONSUMERS = {
    "inside": ("666666666666", "databricks"),
    "outside": ("888888888888", "partner"),
}
TAGS = {"made-by": "pattern_a.py"}


class PatternA(Path):
    """The objects of one path, in the order in which they are made."""

    def build(self):
        self.make_gateway()
        self.make_configuration()
        self.share()
        self.make_endpoint()

    def make_gateway(self):
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
            ipAddressType="IPV4",
            clientToken=f"{self.token}-gateway",
            tags=TAGS,
        )["id"]
        self.wait(
            "The gateway",
            lambda: lattice.get_resource_gateway(
                resourceGatewayIdentifier=self.gateway
            )["status"],
            lambda status: status == "ACTIVE",
        )

    def make_configuration(self):
        lattice = self.provider.lattice
        made = lattice.create_resource_configuration(
            name="by-hand-orders",
            type="ARN",
            resourceGatewayIdentifier=self.gateway,
            resourceConfigurationDefinition={
                "arnResource": {"arn": self.database["DBInstanceArn"]}
            },
            clientToken=f"{self.token}-configuration",
            tags=TAGS,
        )
        self.configuration, self.configuration_arn = made["id"], made["arn"]
        self.wait(
            "The configuration",
            lambda: lattice.get_resource_configuration(
                resourceConfigurationIdentifier=self.configuration
            )["status"],
            lambda status: status == "ACTIVE",
        )
        children = lattice.list_resource_configurations(
            resourceConfigurationGroupIdentifier=self.configuration
        )["items"]
        print(f"    children: {', '.join(child['name'] for child in children)}")

    def share(self):
        self.share_arn = self.provider.ram.create_resource_share(
            name="by-hand",
            resourceArns=[self.configuration_arn],
            principals=[self.consumer.id],
            allowExternalPrincipals=True,
            clientToken=f"{self.token}-share",
            tags=[{"key": key, "value": value} for key, value in TAGS.items()],
        )["resourceShare"]["resourceShareArn"]
        if not self.same_organization():
            self.accept()
        self.wait(
            "The configuration in the consumer's account",
            lambda: self.consumer.lattice.get_resource_configuration(
                resourceConfigurationIdentifier=self.configuration_arn
            )["status"],
            lambda status: status == "ACTIVE",
        )
        for kind in ("PRINCIPAL", "RESOURCE"):
            associations = self.provider.ram.get_resource_share_associations(
                associationType=kind, resourceShareArns=[self.share_arn]
            )["resourceShareAssociations"]
            print(f"    {kind.lower()}: {associations[0]['status']}")

    def same_organization(self):
        def organization(account):
            return account.organizations.describe_organization()["Organization"]["Id"]

        try:
            return organization(self.provider) == organization(self.consumer)
        except ClientError as error:
            if error.response["Error"]["Code"] != "AWSOrganizationsNotInUseException":
                raise
            return False

    def accept(self):
        ram = self.consumer.ram
        invitations = self.wait(
            "The invitation",
            lambda: ram.get_resource_share_invitations(
                resourceShareArns=[self.share_arn]
            )["resourceShareInvitations"],
            bool,
        )
        ram.accept_resource_share_invitation(
            resourceShareInvitationArn=invitations[0]["resourceShareInvitationArn"],
            clientToken=f"{self.token}-accept",
        )
        print("    invitation accepted")

    def make_endpoint(self):
        ec2 = self.consumer.ec2
        zones = {
            subnet["AvailabilityZoneId"]
            for subnet in self.provider.subnets(self.database["DBSubnetGroup"]["VpcId"])
        }
        subnets = [
            subnet
            for subnet in self.consumer.subnets(self.vpc)
            if subnet["AvailabilityZoneId"] in zones
        ]
        self.endpoint_group = self.consumer.security_group(
            self.vpc,
            "by-hand-endpoint",
            [
                tcp(self.port, IpRanges=[{"CidrIp": subnet["CidrBlock"]}])
                for subnet in self.consumer.subnets(self.vpc)
            ],
        )
        self.endpoint = ec2.create_vpc_endpoint(
            VpcEndpointType="Resource",
            VpcId=self.vpc,
            ResourceConfigurationArn=self.configuration_arn,
            SubnetIds=[subnet["SubnetId"] for subnet in subnets],
            SecurityGroupIds=[self.endpoint_group],
            PrivateDnsEnabled=True,
            ClientToken=f"{self.token}-endpoint",
            TagSpecifications=[
                {
                    "ResourceType": "vpc-endpoint",
                    "Tags": [{"Key": k, "Value": v} for k, v in TAGS.items()],
                }
            ],
        )["VpcEndpoint"]["VpcEndpointId"]
        self.wait(
            "The endpoint",
            lambda: ec2.describe_vpc_endpoints(VpcEndpointIds=[self.endpoint])[
                "VpcEndpoints"
            ][0]["State"],
            lambda state: state == "available",
        )
        associations = ec2.describe_vpc_endpoint_associations(
            VpcEndpointIds=[self.endpoint]
        )["VpcEndpointAssociations"]
        print(f"    {associations[0]['AssociatedResourceAccessibility']}")
        seen = self.provider.lattice.list_resource_endpoint_associations(
            resourceConfigurationIdentifier=self.configuration
        )["items"]
        assert [item["vpcEndpointId"] for item in seen] == [self.endpoint], seen

    def take_away(self):
        answer = self.consumer.ec2.delete_vpc_endpoints(VpcEndpointIds=[self.endpoint])
        assert not answer["Unsuccessful"], answer
        self.gone(
            "InvalidVpcEndpointId.NotFound",
            lambda: self.consumer.ec2.describe_vpc_endpoints(
                VpcEndpointIds=[self.endpoint]
            ),
        )
        ram = self.provider.ram
        ram.disassociate_resource_share(
            resourceShareArn=self.share_arn, principals=[self.consumer.id]
        )
        ram.delete_resource_share(resourceShareArn=self.share_arn)
        lattice = self.provider.lattice
        lattice.delete_resource_configuration(
            resourceConfigurationIdentifier=self.configuration
        )
        self.gone(
            "ResourceNotFoundException",
            lambda: lattice.get_resource_configuration(
                resourceConfigurationIdentifier=self.configuration
            ),
        )
        lattice.delete_resource_gateway(resourceGatewayIdentifier=self.gateway)
        self.gone(
            "ResourceNotFoundException",
            lambda: lattice.get_resource_gateway(resourceGatewayIdentifier=self.gateway),
        )
        self.provider.ec2.revoke_security_group_ingress(
            GroupId=self.database_group, SecurityGroupRuleIds=[self.rule]
        )
        self.delete_group(self.provider, self.gateway_group)
        self.delete_group(self.consumer, self.endpoint_group)


if __name__ == "__main__":
    sys.exit(run(PatternA, __doc__, CONSUMERS))
